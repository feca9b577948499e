-- Code generated from postgres/00005_kodelister.sql by go generate ./internal/db. DO NOT EDIT.

-- Code lists are data that IMDiAdministrator changes. Written by hand for PostgreSQL;
-- the SQLite file beside it is translated from this one by `go generate ./internal/db`.
--
-- A code is never removed and never means another thing: answers and registers hold it.
-- The rows at the end are IMDi's beginning. A later migration that mends one touches only
-- codes with versjon 1, which no administrator has changed, and gives the list a new merke.

-- +goose Up

-- merke is new with every change of the list, so that a copy of the list in the memory of
-- a process is right exactly when it has the same merke. versjon counts the changes from 1.
CREATE TABLE kodeliste (
  liste       TEXT PRIMARY KEY,
  versjon     INTEGER NOT NULL DEFAULT 1,
  merke       TEXT NOT NULL,
  endret_tid  TEXT,
  endret_av   TEXT NOT NULL DEFAULT ''
) STRICT;

-- kilde is 'funnet' (the user guide or a public source has it), 'forslag' (our own, not
-- confirmed) or 'imdi' (added or confirmed by an administrator). egenskap is what a rule of
-- the program hangs on, '' for none; it is never edited. versjon is the list's version in
-- which the words, the source or aktiv of the code changed last.
CREATE TABLE kode (
  liste       TEXT NOT NULL REFERENCES kodeliste (liste),
  kode        TEXT NOT NULL,
  nb          TEXT NOT NULL CHECK (nb <> ''),
  nn          TEXT NOT NULL CHECK (nn <> ''),
  plass       INTEGER NOT NULL,
  aktiv       INTEGER NOT NULL DEFAULT true,
  kilde       TEXT NOT NULL CHECK (kilde IN ('funnet', 'forslag', 'imdi')),
  egenskap    TEXT NOT NULL DEFAULT '',
  versjon     INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (liste, kode)
) STRICT;

-- One row for each version of a list: what was done, to which code ('' for several), when
-- and by whom. fra is the version that was restored, 0 for none. Append-only.
CREATE TABLE kodeliste_endring (
  liste       TEXT NOT NULL REFERENCES kodeliste (liste),
  versjon     INTEGER NOT NULL,
  handling    TEXT NOT NULL,
  kode        TEXT NOT NULL DEFAULT '',
  fra         INTEGER NOT NULL DEFAULT 0,
  tid         TEXT,
  bruker      TEXT REFERENCES bruker (id),
  av          TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (liste, versjon)
) STRICT;

-- Every form that a code has had, with the version of the list that gave it. Append-only.
CREATE TABLE kode_historikk (
  liste       TEXT NOT NULL,
  versjon     INTEGER NOT NULL,
  kode        TEXT NOT NULL,
  nb          TEXT NOT NULL,
  nn          TEXT NOT NULL,
  plass       INTEGER NOT NULL,
  aktiv       INTEGER NOT NULL,
  kilde       TEXT NOT NULL,
  PRIMARY KEY (liste, versjon, kode)
) STRICT;

INSERT INTO kodeliste (liste, merke) VALUES
  ('tilknytningstype', '00000000-0000-7000-8000-000000000005'),
  ('kompass_arsak', '00000000-0000-7000-8000-000000000005'),
  ('plasstype', '00000000-0000-7000-8000-000000000005'),
  ('persontype', '00000000-0000-7000-8000-000000000005'),
  ('familierolle', '00000000-0000-7000-8000-000000000005'),
  ('mottakskategori', '00000000-0000-7000-8000-000000000005');

INSERT INTO kode (liste, kode, nb, nn, plass, aktiv, kilde, egenskap) VALUES
  ('tilknytningstype', 'mor', 'Mor', 'Mor', 1, true, 'forslag', ''),
  ('tilknytningstype', 'far', 'Far', 'Far', 2, true, 'forslag', ''),
  ('tilknytningstype', 'ektefelle', 'Ektefelle', 'Ektefelle', 3, true, 'forslag', ''),
  ('tilknytningstype', 'samboer', 'Samboer', 'Sambuar', 4, true, 'forslag', ''),
  ('tilknytningstype', 'soster', 'Søster', 'Søster', 5, true, 'forslag', ''),
  ('tilknytningstype', 'bror', 'Bror', 'Bror', 6, true, 'forslag', ''),
  ('tilknytningstype', 'datter', 'Datter', 'Dotter', 7, true, 'forslag', ''),
  ('tilknytningstype', 'sonn', 'Sønn', 'Son', 8, true, 'forslag', ''),
  ('tilknytningstype', 'barnebarn', 'Barnebarn', 'Barnebarn', 9, true, 'forslag', ''),
  ('tilknytningstype', 'annen_slektning', 'Annen slektning', 'Annan slektning', 10, true, 'forslag', ''),
  ('tilknytningstype', 'venn', 'Venn', 'Ven', 11, true, 'forslag', ''),
  ('tilknytningstype', 'arbeidskollega', 'Arbeidskollega', 'Arbeidskollega', 12, true, 'forslag', ''),
  ('tilknytningstype', 'nabo', 'Nabo', 'Nabo', 13, true, 'forslag', ''),
  ('tilknytningstype', 'arbeidsgiver', 'Arbeidsgiver', 'Arbeidsgivar', 14, true, 'forslag', ''),
  ('tilknytningstype', 'skole', 'Skole', 'Skule', 15, true, 'forslag', ''),
  ('tilknytningstype', 'annen_relasjon', 'Annen relasjon', 'Annan relasjon', 16, true, 'forslag', '');

INSERT INTO kode (liste, kode, nb, nn, plass, aktiv, kilde, egenskap) VALUES
  ('kompass_arsak', 'planlegger', 'Jeg har planer om å gjennomføre registreringen', 'Eg har planar om å gjennomføre registreringa', 1, true, 'funnet', ''),
  ('kompass_arsak', 'onsker_ikke', 'Jeg ønsker ikke å registrere meg', 'Eg ønskjer ikkje å registrere meg', 2, true, 'forslag', ''),
  ('kompass_arsak', 'helse', 'Jeg kan ikke av helsegrunner', 'Eg kan ikkje av helsegrunnar', 3, true, 'forslag', ''),
  ('kompass_arsak', 'sprak', 'Språket, lesingen eller skrivingen er for vanskelig', 'Språket, lesinga eller skrivinga er for vanskeleg', 4, true, 'forslag', ''),
  ('kompass_arsak', 'mangler_tolk', 'Jeg har ikke fått hjelp av tolk', 'Eg har ikkje fått hjelp av tolk', 5, true, 'forslag', ''),
  ('kompass_arsak', 'teknisk', 'Tekniske problemer', 'Tekniske problem', 6, true, 'forslag', ''),
  ('kompass_arsak', 'vertskommune', 'Vertskommunen gjør kartleggingen', 'Vertskommunen gjer kartlegginga', 7, true, 'forslag', ''),
  ('kompass_arsak', 'ikke_malgruppe', 'Jeg er ikke i målgruppen', 'Eg er ikkje i målgruppa', 8, true, 'forslag', ''),
  ('kompass_arsak', 'annet', 'Annet', 'Anna', 9, true, 'forslag', '');

INSERT INTO kode (liste, kode, nb, nn, plass, aktiv, kilde, egenskap) VALUES
  ('plasstype', 'ORD', 'Ordinært mottak', 'Ordinært mottak', 1, true, 'funnet', ''),
  ('plasstype', 'ORD-EM', 'Ordinært mottak for enslige mindreårige', 'Ordinært mottak for einslege mindreårige', 2, true, 'forslag', ''),
  ('plasstype', 'TRA', 'Transittmottak', 'Transittmottak', 3, true, 'forslag', ''),
  ('plasstype', 'TRA-EM', 'Transittmottak for enslige mindreårige', 'Transittmottak for einslege mindreårige', 4, true, 'forslag', ''),
  ('plasstype', 'ANK', 'Ankomstsenter', 'Ankomstsenter', 5, true, 'forslag', ''),
  ('plasstype', 'INT', 'Integreringsmottak', 'Integreringsmottak', 6, true, 'forslag', ''),
  ('plasstype', 'TIL', 'Tilrettelagt avdeling', 'Tilrettelagd avdeling', 7, true, 'forslag', 'tilrettelagt'),
  ('plasstype', 'SBO', 'Særskilt bo- og omsorgsløsning (særbol)', 'Særskild bu- og omsorgsløysing (særbol)', 8, true, 'forslag', 'tilrettelagt'),
  ('plasstype', 'SYK', 'Sykehjem', 'Sjukeheim', 9, true, 'forslag', 'tilrettelagt'),
  ('plasstype', 'INS', 'Institusjon', 'Institusjon', 10, true, 'forslag', 'tilrettelagt'),
  ('plasstype', 'AKU', 'Akuttinnkvartering', 'Akuttinnkvartering', 11, true, 'forslag', ''),
  ('plasstype', 'AMOT', 'Alternativ mottaksplass', 'Alternativ mottaksplass', 12, true, 'forslag', ''),
  ('plasstype', 'MAMOT', 'Midlertidig alternativ mottaksplass', 'Mellombels alternativ mottaksplass', 13, false, 'forslag', ''),
  ('plasstype', 'OMS', 'Omsorgssenter', 'Omsorgssenter', 14, true, 'forslag', ''),
  ('plasstype', 'PRIV', 'Bor privat', 'Bur privat', 15, true, 'forslag', '');

INSERT INTO kode (liste, kode, nb, nn, plass, aktiv, kilde, egenskap) VALUES
  ('persontype', 'enslig_voksen', 'Enslig voksen', 'Einsleg vaksen', 1, true, 'funnet', 'enslig'),
  ('persontype', 'enslig_mindrearig', 'Enslig mindreårig', 'Einsleg mindreårig', 2, true, 'funnet', 'enslig'),
  ('persontype', 'enslig_forsorger', 'Enslig forsørger', 'Einsleg forsørgjar', 3, true, 'forslag', ''),
  ('persontype', 'ektepar_samboere', 'Ektepar eller samboere', 'Ektepar eller sambuarar', 4, true, 'forslag', ''),
  ('persontype', 'familie_med_barn', 'Familie med barn', 'Familie med barn', 5, true, 'funnet', ''),
  ('persontype', 'familie_uten_barn', 'Familie uten barn', 'Familie utan barn', 6, true, 'funnet', ''),
  ('persontype', 'medfolgende_barn', 'Medfølgende barn', 'Medfølgjande barn', 7, true, 'forslag', '');

INSERT INTO kode (liste, kode, nb, nn, plass, aktiv, kilde, egenskap) VALUES
  ('familierolle', 'far', 'Far', 'Far', 1, true, 'funnet', ''),
  ('familierolle', 'mor', 'Mor', 'Mor', 2, true, 'funnet', ''),
  ('familierolle', 'ektefelle', 'Ektefelle', 'Ektefelle', 3, true, 'forslag', ''),
  ('familierolle', 'samboer', 'Samboer', 'Sambuar', 4, true, 'forslag', ''),
  ('familierolle', 'datter', 'Datter', 'Dotter', 5, true, 'funnet', ''),
  ('familierolle', 'sonn', 'Sønn', 'Son', 6, true, 'funnet', ''),
  ('familierolle', 'sosken', 'Søsken', 'Sysken', 7, true, 'forslag', ''),
  ('familierolle', 'besteforelder', 'Besteforelder', 'Besteforelder', 8, true, 'forslag', ''),
  ('familierolle', 'annet', 'Annet familiemedlem', 'Anna familiemedlem', 9, true, 'forslag', '');

INSERT INTO kode (liste, kode, nb, nn, plass, aktiv, kilde, egenskap) VALUES
  ('mottakskategori', 'mottak', 'Mottak', 'Mottak', 1, true, 'funnet', ''),
  ('mottakskategori', 'integreringsmottak', 'Integreringsmottak', 'Integreringsmottak', 2, true, 'forslag', 'integreringsmottak'),
  ('mottakskategori', 'transittmottak', 'Transittmottak', 'Transittmottak', 3, true, 'forslag', ''),
  ('mottakskategori', 'ankomstsenter', 'Ankomstsenter', 'Ankomstsenter', 4, true, 'forslag', ''),
  ('mottakskategori', 'akuttinnkvartering', 'Akuttinnkvartering', 'Akuttinnkvartering', 5, true, 'forslag', ''),
  ('mottakskategori', 'omsorgssenter', 'Omsorgssenter', 'Omsorgssenter', 6, true, 'forslag', ''),
  ('mottakskategori', 'amot', 'Alternativ mottaksplass', 'Alternativ mottaksplass', 7, true, 'forslag', ''),
  ('mottakskategori', 'privat', 'Bor privat', 'Bur privat', 8, true, 'forslag', '');

INSERT INTO kodeliste_endring (liste, versjon, handling) SELECT liste, 1, 'opprettet' FROM kodeliste;

INSERT INTO kode_historikk (liste, versjon, kode, nb, nn, plass, aktiv, kilde)
SELECT liste, 1, kode, nb, nn, plass, aktiv, kilde FROM kode;

CREATE TRIGGER kodeliste_endring_ikke_endre BEFORE UPDATE ON kodeliste_endring BEGIN SELECT RAISE(ABORT, 'append-only table kodeliste_endring'); END;
CREATE TRIGGER kodeliste_endring_ikke_slett BEFORE DELETE ON kodeliste_endring BEGIN SELECT RAISE(ABORT, 'append-only table kodeliste_endring'); END;
CREATE TRIGGER kode_historikk_ikke_endre BEFORE UPDATE ON kode_historikk BEGIN SELECT RAISE(ABORT, 'append-only table kode_historikk'); END;
CREATE TRIGGER kode_historikk_ikke_slett BEFORE DELETE ON kode_historikk BEGIN SELECT RAISE(ABORT, 'append-only table kode_historikk'); END;

-- +goose Down
DROP TABLE kode_historikk;
DROP TABLE kodeliste_endring;
DROP TABLE kode;
DROP TABLE kodeliste;
