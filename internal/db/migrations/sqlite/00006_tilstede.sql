-- Code generated from postgres/00006_tilstede.sql by go generate ./internal/db. DO NOT EDIT.

-- +goose Up

-- Who has a resident's interview open just now (S16). It is told by the page again and
-- again and forgotten by itself: nothing hangs on it, and nobody is locked out.
CREATE TABLE tilstede (
  beboer      TEXT NOT NULL REFERENCES beboer (id),
  bruker      TEXT NOT NULL REFERENCES bruker (id),
  husstand    TEXT NOT NULL REFERENCES husstand (id),
  seksjon     TEXT NOT NULL,
  sett_tid    TEXT NOT NULL,
  PRIMARY KEY (beboer, bruker)
) STRICT;
CREATE INDEX tilstede_husstand ON tilstede (husstand);
CREATE INDEX tilstede_sett ON tilstede (sett_tid);

-- +goose Down
DROP TABLE tilstede;
