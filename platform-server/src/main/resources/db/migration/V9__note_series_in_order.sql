-- Whether a series' points came with ever greater steps and times that never went back, as those of
-- a training do. Its points then have one order by step and by time, the one of their primary key,
-- and where there are as many points as steps between the first and the last, each is found by its
-- number. False for what was logged before this column was there.
ALTER TABLE metric_series ADD COLUMN in_order boolean NOT NULL DEFAULT false;
