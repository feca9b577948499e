-- +goose Up
-- Where a person worked last (internal/bruker): the next session opens there, so that the
-- page somebody was on when the session ended is found again. '' before anything is chosen.
ALTER TABLE bruker ADD COLUMN sist_org_type text NOT NULL DEFAULT '';
ALTER TABLE bruker ADD COLUMN sist_org text NOT NULL DEFAULT '';

-- How many keys of drafts a person has is limited (internal/utkast).
CREATE INDEX utkastnokkel_bruker ON utkastnokkel (bruker, utloper_tid);

-- +goose Down
DROP INDEX utkastnokkel_bruker;
ALTER TABLE bruker DROP COLUMN sist_org;
ALTER TABLE bruker DROP COLUMN sist_org_type;
