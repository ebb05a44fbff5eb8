-- Which server is at a swap: its row of serving_replica, also where it is a platform's own. Those of servers
-- that are gone are ended, which is looked for every few seconds.
CREATE INDEX serving_swap_open ON serving_swap (replica_id) WHERE ended_at IS NULL;
