-- What a promotion must pass, per model and alias; the newest revision holds. No foreign key: who
-- changed a rule stays known when the model is gone.
CREATE TABLE promotion_policies (
    registered_model_id bigint  NOT NULL,
    alias               text    COLLATE "C" NOT NULL,
    revision            integer NOT NULL,
    -- NULL: from this revision on there is no policy.
    document            jsonb,
    -- As it was written, comments and all.
    source              text    NOT NULL,
    created_by          text    NOT NULL,
    created_at          bigint  NOT NULL,
    PRIMARY KEY (registered_model_id, alias, revision)
);

-- What was asked for. A request is open until a row of promotions names it.
CREATE TABLE promotion_requests (
    request_id          bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    registered_model_id bigint  NOT NULL,
    model_name          text    NOT NULL,
    alias               text    COLLATE "C" NOT NULL,
    kind                text    NOT NULL CHECK (kind IN ('promotion', 'rollback')),
    to_version          integer NOT NULL,
    -- The caller's condition; 0: the alias must not exist.
    if_current_version  integer,
    reason              text,
    ci_url              text,
    commit_id           text,
    -- Gates that the caller asked for beside those of the policy.
    extra_gates         jsonb   NOT NULL DEFAULT '[]',
    requested_by        text    NOT NULL,
    created_at          bigint  NOT NULL,
    idempotency_key     text,
    UNIQUE NULLS DISTINCT (registered_model_id, requested_by, idempotency_key)
);

CREATE INDEX promotion_requests_model ON promotion_requests (registered_model_id, request_id);

-- Approvals, refusals and what checks outside reported.
CREATE TABLE promotion_reports (
    report_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id  bigint NOT NULL REFERENCES promotion_requests,
    kind        text   NOT NULL CHECK (kind IN ('approval', 'refusal', 'check')),
    -- Of a check.
    check_name  text CHECK ((check_name IS NULL) = (kind <> 'check')),
    passed      boolean CHECK ((passed IS NULL) = (kind <> 'check')),
    url         text,
    comment     text,
    reported_by text   NOT NULL,
    created_at  bigint NOT NULL
);

CREATE INDEX promotion_reports_request ON promotion_reports (request_id, report_id);

-- The work on open requests: the one table here whose rows change and go.
CREATE TABLE promotion_evaluations (
    request_id      bigint  PRIMARY KEY REFERENCES promotion_requests,
    -- What the gates compared with.
    champion        integer,
    policy_revision integer,
    gates           jsonb   NOT NULL DEFAULT '[]',
    -- While a server works on it; a time in the past tells that the server died.
    busy_until      bigint,
    expires_at      bigint  NOT NULL
);

CREATE INDEX promotion_evaluations_due ON promotion_evaluations (LEAST(busy_until, expires_at));

ALTER TABLE promotions
    ADD COLUMN request_id      bigint UNIQUE REFERENCES promotion_requests,
    ADD COLUMN outcome         text NOT NULL DEFAULT 'done'
        CHECK (outcome IN ('done', 'gates_failed', 'refused', 'conflict', 'expired', 'aborted')),
    ADD COLUMN message         text,
    ADD COLUMN ci_url          text,
    ADD COLUMN commit_id       text,
    ADD COLUMN policy_revision integer,
    DROP CONSTRAINT promotions_kind_check,
    ADD CONSTRAINT promotions_kind_check
        CHECK (kind IN ('promotion', 'rollback', 'alias_set', 'alias_deleted'));

CREATE TRIGGER promotion_policies_append_only
    BEFORE UPDATE OR DELETE ON promotion_policies
    FOR EACH ROW EXECUTE FUNCTION refuse_history_change();
CREATE TRIGGER promotion_policies_no_truncate
    BEFORE TRUNCATE ON promotion_policies
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();
CREATE TRIGGER promotion_requests_append_only
    BEFORE UPDATE OR DELETE ON promotion_requests
    FOR EACH ROW EXECUTE FUNCTION refuse_history_change();
CREATE TRIGGER promotion_requests_no_truncate
    BEFORE TRUNCATE ON promotion_requests
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();
CREATE TRIGGER promotion_reports_append_only
    BEFORE UPDATE OR DELETE ON promotion_reports
    FOR EACH ROW EXECUTE FUNCTION refuse_history_change();
CREATE TRIGGER promotion_reports_no_truncate
    BEFORE TRUNCATE ON promotion_reports
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();
