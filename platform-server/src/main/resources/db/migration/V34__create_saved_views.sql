-- Named ways to see the runs of an experiment. The experiment is only where a view was saved: it
-- outlives it, since it can be used for others.
CREATE TABLE saved_views (
    view_id          bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name             text    NOT NULL,
    -- Empty where nobody said a name.
    owner            text    NOT NULL,
    shared           boolean NOT NULL,
    experiment_id    bigint  NOT NULL,
    -- The query of the page's address.
    search           text    NOT NULL,
    creation_time    bigint  NOT NULL,
    last_update_time bigint  NOT NULL,
    CONSTRAINT saved_views_name_key UNIQUE (owner, name)
);

CREATE INDEX saved_views_shared ON saved_views (name) WHERE shared;
