-- Keys of the drafts that lie encrypted in browsers until their text is saved
-- (internal/utkast). Without its key a draft is noise: destroying the row here
-- destroys every draft under it, wherever the disk is.

-- +goose Up

-- One key at a time for a person, a device and an interview. enhet is the hash of the
-- device's cookie. A key older than a day is no longer written with; from utloper_tid
-- on it does not exist.
CREATE TABLE utkastnokkel (
  id          uuid PRIMARY KEY,
  bruker      uuid NOT NULL REFERENCES bruker (id),
  enhet       bytea NOT NULL,
  beboer      uuid NOT NULL REFERENCES beboer (id),
  nokkel      bytea NOT NULL,
  opprettet_tid timestamptz NOT NULL,
  utloper_tid timestamptz NOT NULL
);
CREATE INDEX utkastnokkel_enhet ON utkastnokkel (enhet, bruker, beboer);
CREATE INDEX utkastnokkel_utloper ON utkastnokkel (utloper_tid);

-- +goose Down
DROP TABLE utkastnokkel;
