-- +goose Up
-- What the centre writes and only IMDi reads (S10, S12; privacy.md 7.2 "W") stands apart
-- from the other answers: whoever reads svar or svar_historikk can never come upon it.
-- There is no history: an earlier wording of what nobody at the centre may read serves
-- nobody (docs/adr/0008).

-- A row is written by one person (av), and is that person's alone while forseglet_tid is
-- NULL. nummer is that of the receipt, from 1 for each resident and group; 0 while open.
-- fjernet_tid: the author has thrown it away, and may yet change the mind.
CREATE TABLE forseglet_rad (
  samtale     uuid NOT NULL REFERENCES samtale (id),
  eier        uuid NOT NULL REFERENCES beboer (id),
  gruppe      text COLLATE "C" NOT NULL,
  rad         text COLLATE "C" NOT NULL,
  av          uuid NOT NULL REFERENCES bruker (id),
  startet_tid timestamptz NOT NULL,
  versjon     bigint NOT NULL DEFAULT 0,
  fjernet_tid timestamptz,
  forseglet_tid timestamptz,
  nummer      integer NOT NULL DEFAULT 0,
  PRIMARY KEY (samtale, eier, gruppe, rad)
);
CREATE UNIQUE INDEX forseglet_rad_nummer ON forseglet_rad (eier, gruppe, nummer) WHERE nummer > 0;
CREATE INDEX forseglet_rad_eier ON forseglet_rad (eier);
CREATE INDEX forseglet_rad_fjernet ON forseglet_rad (fjernet_tid) WHERE fjernet_tid IS NOT NULL;

CREATE TABLE forseglet_svar (
  samtale     uuid NOT NULL,
  eier        uuid NOT NULL,
  gruppe      text COLLATE "C" NOT NULL,
  rad         text COLLATE "C" NOT NULL,
  sporsmal    text COLLATE "C" NOT NULL,
  verdi       text NOT NULL,
  versjon     bigint NOT NULL,
  endret_tid  timestamptz NOT NULL,
  PRIMARY KEY (samtale, eier, gruppe, rad, sporsmal),
  FOREIGN KEY (samtale, eier, gruppe, rad) REFERENCES forseglet_rad (samtale, eier, gruppe, rad)
);
CREATE INDEX forseglet_svar_eier ON forseglet_svar (eier);

-- IMDi's officer for the case, who is told of what comes after completion (S15).
ALTER TABLE sak ADD COLUMN saksbehandler uuid;

-- +goose Down
ALTER TABLE sak DROP COLUMN saksbehandler;
DROP TABLE forseglet_svar;
DROP TABLE forseglet_rad;
