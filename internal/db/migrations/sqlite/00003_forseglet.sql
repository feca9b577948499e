-- Code generated from postgres/00003_forseglet.sql by go generate ./internal/db. DO NOT EDIT.

-- +goose Up
-- What the centre writes and only IMDi reads (S10, S12; privacy.md 7.2 "W") stands apart
-- from the other answers: whoever reads svar or svar_historikk can never come upon it.
-- There is no history: an earlier wording of what nobody at the centre may read serves
-- nobody (docs/adr/0008).

-- A row is written by one person (av), and is that person's alone while forseglet_tid is
-- NULL. nummer is that of the receipt, from 1 for each resident and group; 0 while open.
-- fjernet_tid: the author has thrown it away, and may yet change the mind.
CREATE TABLE forseglet_rad (
  samtale     TEXT NOT NULL REFERENCES samtale (id),
  eier        TEXT NOT NULL REFERENCES beboer (id),
  gruppe      TEXT NOT NULL,
  rad         TEXT NOT NULL,
  av          TEXT NOT NULL REFERENCES bruker (id),
  startet_tid TEXT NOT NULL,
  versjon     INTEGER NOT NULL DEFAULT 0,
  fjernet_tid TEXT,
  forseglet_tid TEXT,
  nummer      INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (samtale, eier, gruppe, rad)
) STRICT;
CREATE UNIQUE INDEX forseglet_rad_nummer ON forseglet_rad (eier, gruppe, nummer) WHERE nummer > 0;
CREATE INDEX forseglet_rad_eier ON forseglet_rad (eier);
CREATE INDEX forseglet_rad_fjernet ON forseglet_rad (fjernet_tid) WHERE fjernet_tid IS NOT NULL;

CREATE TABLE forseglet_svar (
  samtale     TEXT NOT NULL,
  eier        TEXT NOT NULL,
  gruppe      TEXT NOT NULL,
  rad         TEXT NOT NULL,
  sporsmal    TEXT NOT NULL,
  verdi       TEXT NOT NULL,
  versjon     INTEGER NOT NULL,
  endret_tid  TEXT NOT NULL,
  PRIMARY KEY (samtale, eier, gruppe, rad, sporsmal),
  FOREIGN KEY (samtale, eier, gruppe, rad) REFERENCES forseglet_rad (samtale, eier, gruppe, rad)
) STRICT;
CREATE INDEX forseglet_svar_eier ON forseglet_svar (eier);

-- IMDi's officer for the case, who is told of what comes after completion (S15).
ALTER TABLE sak ADD COLUMN saksbehandler TEXT;

-- +goose Down
ALTER TABLE sak DROP COLUMN saksbehandler;
DROP TABLE forseglet_svar;
DROP TABLE forseglet_rad;
