-- Series whose run is purged and whose points are still to be removed. Points carry no foreign key
-- and a run may have millions of them, so they are removed in steps after the run is gone; a row
-- here is written in the transaction that removes the series, so none is forgotten.
CREATE TABLE purged_series (
    series_id bigint PRIMARY KEY
);
