-- Code generated from postgres/00001_grunnmur.sql by go generate ./internal/db. DO NOT EDIT.

-- The foundation: everything that hurts to add later. Written by hand for
-- PostgreSQL; the SQLite file beside it is translated from this one by
-- `go generate ./internal/db`.
--
-- Sort keys are bytes (Norwegian order, made by i18n.SortKey), folded text is
-- COLLATE "C" (made by i18n.Fold): both engines then sort and compare alike.

-- +goose Up

-- Places -------------------------------------------------------------------

CREATE TABLE kommune (
  nummer      TEXT PRIMARY KEY,
  navn        TEXT NOT NULL,
  navn_sort   BLOB NOT NULL,
  fylkesnummer TEXT NOT NULL,
  fylkesnavn  TEXT NOT NULL,
  breddegrad  REAL NOT NULL,
  lengdegrad  REAL NOT NULL,
  gyldig_fra  TEXT NOT NULL,
  gyldig_til  TEXT
) STRICT;

CREATE TABLE bydel (
  nummer      TEXT PRIMARY KEY,
  navn        TEXT NOT NULL,
  navn_sort   BLOB NOT NULL,
  kommune     TEXT NOT NULL REFERENCES kommune (nummer)
) STRICT;

-- One row per word of a place's name, folded: a prefix range finds it.
CREATE TABLE sted_ord (
  ord         TEXT NOT NULL,
  sted        TEXT NOT NULL,
  PRIMARY KEY (ord, sted)
) STRICT;

-- Contact for settlement, kept by the kommune itself; sted is a kommune's or a bydel's number.
CREATE TABLE kommune_kontakt (
  sted        TEXT PRIMARY KEY,
  enhet       TEXT NOT NULL DEFAULT '',
  telefon     TEXT NOT NULL DEFAULT '',
  epost       TEXT NOT NULL DEFAULT '',
  post_gate   TEXT NOT NULL DEFAULT '',
  post_nummer TEXT NOT NULL DEFAULT '',
  post_sted   TEXT NOT NULL DEFAULT '',
  besok_gate  TEXT NOT NULL DEFAULT '',
  besok_nummer TEXT NOT NULL DEFAULT '',
  besok_sted  TEXT NOT NULL DEFAULT '',
  nettside    TEXT NOT NULL DEFAULT '',
  versjon     INTEGER NOT NULL DEFAULT 1,
  endret_tid  TEXT NOT NULL,
  endret_av   TEXT NOT NULL
) STRICT;

CREATE TABLE mottak (
  id          TEXT PRIMARY KEY,
  mot_id      TEXT NOT NULL UNIQUE,
  kode        TEXT NOT NULL UNIQUE,
  navn        TEXT NOT NULL,
  navn_sort   BLOB NOT NULL,
  kategori    TEXT NOT NULL,
  kommune     TEXT NOT NULL REFERENCES kommune (nummer),
  nedlagt     TEXT,
  versjon     INTEGER NOT NULL DEFAULT 1,
  endret_tid  TEXT NOT NULL
) STRICT;

-- Contact values of a centre, append-only: the newest value counts, the other is
-- history. kilde is 'mot' (UDI's register) or 'bosett' (edited here). lopenr tells
-- the order, never the clock.
CREATE TABLE mottak_verdi (
  lopenr      INTEGER PRIMARY KEY AUTOINCREMENT,
  mottak      TEXT NOT NULL REFERENCES mottak (id),
  felt        TEXT NOT NULL,
  kilde       TEXT NOT NULL,
  verdi       TEXT NOT NULL,
  tid         TEXT NOT NULL,
  av          TEXT NOT NULL
) STRICT;
CREATE INDEX mottak_verdi_felt ON mottak_verdi (mottak, felt, kilde, lopenr);

-- rolle is 'mottaksadministrator' or 'bosettingsansvarlig'.
CREATE TABLE mottak_kontakt (
  mottak      TEXT NOT NULL REFERENCES mottak (id),
  rolle       TEXT NOT NULL,
  navn        TEXT NOT NULL DEFAULT '',
  telefon     TEXT NOT NULL DEFAULT '',
  epost       TEXT NOT NULL DEFAULT '',
  versjon     INTEGER NOT NULL DEFAULT 1,
  endret_tid  TEXT NOT NULL,
  endret_av   TEXT NOT NULL,
  PRIMARY KEY (mottak, rolle)
) STRICT;

-- Users ----------------------------------------------------------------------

CREATE TABLE bruker (
  id          TEXT PRIMARY KEY,
  navn        TEXT NOT NULL,
  navn_sort   BLOB NOT NULL,
  epost       TEXT NOT NULL,
  aktiv       INTEGER NOT NULL DEFAULT true,
  demo        INTEGER NOT NULL DEFAULT false,
  maalform    TEXT NOT NULL DEFAULT 'nb',
  opprettet_tid TEXT NOT NULL,
  sist_innlogget TEXT
) STRICT;
CREATE UNIQUE INDEX bruker_epost ON bruker (epost);

-- org_type is 'mottak', 'kommune' or 'imdi'; org is the centre's id, the kommune's
-- number or 'imdi'. A row that ends keeps its history in slutt_tid.
CREATE TABLE rolletildeling (
  id          TEXT PRIMARY KEY,
  bruker      TEXT NOT NULL REFERENCES bruker (id),
  rolle       TEXT NOT NULL,
  org_type    TEXT NOT NULL,
  org         TEXT NOT NULL,
  gitt_av     TEXT NOT NULL,
  gitt_tid    TEXT NOT NULL,
  slutt_tid   TEXT
) STRICT;
CREATE UNIQUE INDEX rolletildeling_gjeldende ON rolletildeling (bruker, rolle, org_type, org) WHERE slutt_tid IS NULL;
CREATE INDEX rolletildeling_org ON rolletildeling (org_type, org);

-- Named permission to see persons of protected identity, given person by person of staff.
CREATE TABLE graderingstilgang (
  id          TEXT PRIMARY KEY,
  bruker      TEXT NOT NULL REFERENCES bruker (id),
  grad        TEXT NOT NULL,
  gitt_av     TEXT NOT NULL,
  gitt_tid    TEXT NOT NULL,
  slutt_tid   TEXT
) STRICT;
CREATE INDEX graderingstilgang_bruker ON graderingstilgang (bruker);

-- The cookie's token is stored as SHA-256 only. org is the organisation chosen now.
CREATE TABLE sesjon (
  token_hash  BLOB PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  bruker      TEXT NOT NULL REFERENCES bruker (id),
  org_type    TEXT NOT NULL,
  org         TEXT NOT NULL,
  opprettet_tid TEXT NOT NULL,
  sett_tid    TEXT NOT NULL,
  utloper_tid TEXT NOT NULL
) STRICT;
CREATE INDEX sesjon_bruker ON sesjon (bruker);
CREATE INDEX sesjon_utloper ON sesjon (utloper_tid);

-- A searched number or name never stands in an address: it is kept here, per list.
CREATE TABLE sesjon_sok (
  sesjon      TEXT NOT NULL REFERENCES sesjon (id) ON DELETE CASCADE,
  liste       TEXT NOT NULL,
  tekst       TEXT NOT NULL,
  PRIMARY KEY (sesjon, liste)
) STRICT;

-- Residents --------------------------------------------------------------------

-- The household that is placed together (UDI's plasseringsgruppe, Reg-nummer).
-- gradering is the strictest of its members and counts for all of them.
CREATE TABLE husstand (
  id          TEXT PRIMARY KEY,
  reg_nummer  TEXT NOT NULL UNIQUE,
  gradering   TEXT NOT NULL DEFAULT 'ugradert',
  versjon     INTEGER NOT NULL DEFAULT 1
) STRICT;

-- har_sak, sak_*, fodt_sak and gradert are projections, changed in the transaction
-- of the event; 9999-12-31 stands for "none", so that keyset pages never meet NULL.
-- fodt_sak is the birth date of those with a case only: who may not see the age of
-- the others must not learn it from the order of a list either.
CREATE TABLE beboer (
  id          TEXT PRIMARY KEY,
  duf         TEXT NOT NULL UNIQUE,
  duf_gyldig  INTEGER NOT NULL,
  husstand    TEXT NOT NULL REFERENCES husstand (id),
  mottak      TEXT NOT NULL REFERENCES mottak (id),
  fodselsnummer TEXT NOT NULL DEFAULT '',
  fornavn     TEXT NOT NULL,
  mellomnavn  TEXT NOT NULL DEFAULT '',
  etternavn   TEXT NOT NULL,
  navn_sort   BLOB NOT NULL,
  fodt        TEXT NOT NULL,
  kjonn       TEXT NOT NULL,
  statsborgerskap TEXT NOT NULL,
  persontype  TEXT NOT NULL,
  familierolle TEXT NOT NULL DEFAULT '',
  familieplass INTEGER NOT NULL DEFAULT 0,
  plasstype   TEXT NOT NULL,
  vedtak_dato TEXT,
  gradering   TEXT NOT NULL DEFAULT 'ugradert',
  gradert     INTEGER NOT NULL DEFAULT false,
  har_sak     INTEGER NOT NULL DEFAULT false,
  sak_opprettet TEXT NOT NULL DEFAULT '9999-12-31',
  sak_status  TEXT NOT NULL DEFAULT '',
  fodt_sak    TEXT NOT NULL DEFAULT '9999-12-31',
  kompass_tid TEXT,
  utflyttet   TEXT,
  versjon     INTEGER NOT NULL DEFAULT 1,
  opprettet_tid TEXT NOT NULL,
  endret_tid  TEXT NOT NULL
) STRICT;
CREATE INDEX beboer_husstand ON beboer (husstand);
-- The order of the whole list, by each column it can be sorted by.
CREATE INDEX beboer_navn ON beboer (mottak, gradert, navn_sort, id);
CREATE INDEX beboer_duf ON beboer (mottak, gradert, duf, id);
CREATE INDEX beboer_fodt ON beboer (mottak, gradert, fodt, id);
CREATE INDEX beboer_fodt_sak ON beboer (mottak, gradert, fodt_sak, id);
CREATE INDEX beboer_plasstype ON beboer (mottak, gradert, plasstype, id);
CREATE INDEX beboer_opprettet ON beboer (mottak, gradert, sak_opprettet, id);
-- The same within each status and persontype: every filter is a handful of such runs,
-- which internal/oversikt merges, so that a filtered page reads no more than it shows.
CREATE INDEX beboer_filter_navn ON beboer (mottak, gradert, sak_status, persontype, navn_sort, id);
CREATE INDEX beboer_filter_duf ON beboer (mottak, gradert, sak_status, persontype, duf, id);
CREATE INDEX beboer_filter_fodt ON beboer (mottak, gradert, sak_status, persontype, fodt, id);
CREATE INDEX beboer_filter_plasstype ON beboer (mottak, gradert, sak_status, persontype, plasstype, id);
CREATE INDEX beboer_filter_opprettet ON beboer (mottak, gradert, sak_status, persontype, sak_opprettet, id);

-- One row per word of a name, folded. mottak and gradert are copied so that a
-- prefix range stays inside what one centre may see.
CREATE TABLE beboer_ord (
  mottak      TEXT NOT NULL,
  gradert     INTEGER NOT NULL,
  ord         TEXT NOT NULL,
  beboer      TEXT NOT NULL REFERENCES beboer (id) ON DELETE CASCADE,
  PRIMARY KEY (beboer, ord)
) STRICT;
CREATE INDEX beboer_ord_sok ON beboer_ord (mottak, gradert, ord, beboer);

-- How many residents each filter of a list gives, kept by the events.
CREATE TABLE beboer_tall (
  mottak      TEXT NOT NULL,
  gradert     INTEGER NOT NULL,
  har_sak     INTEGER NOT NULL,
  sak_status  TEXT NOT NULL,
  persontype  TEXT NOT NULL,
  antall      INTEGER NOT NULL,
  PRIMARY KEY (mottak, gradert, har_sak, sak_status, persontype)
) STRICT;

-- The case ---------------------------------------------------------------------

CREATE TABLE sak (
  id          TEXT PRIMARY KEY,
  saksnummer  TEXT NOT NULL UNIQUE,
  husstand    TEXT NOT NULL REFERENCES husstand (id),
  mottak      TEXT NOT NULL REFERENCES mottak (id),
  status      TEXT NOT NULL,
  opprettet   TEXT NOT NULL,
  frist       TEXT NOT NULL,
  avsluttet_arsak TEXT NOT NULL DEFAULT '',
  versjon     INTEGER NOT NULL DEFAULT 1,
  endret_tid  TEXT NOT NULL
) STRICT;
-- A household has at most one living case.
CREATE UNIQUE INDEX sak_levende ON sak (husstand) WHERE status <> 'avsluttet';
CREATE INDEX sak_status ON sak (status, opprettet, id);
CREATE INDEX sak_husstand ON sak (husstand);

-- Every transition of the state machine is one row, never changed.
CREATE TABLE sak_hendelse (
  lopenr      INTEGER PRIMARY KEY AUTOINCREMENT,
  sak         TEXT NOT NULL REFERENCES sak (id),
  handling    TEXT NOT NULL,
  fra_status  TEXT NOT NULL,
  til_status  TEXT NOT NULL,
  av          TEXT NOT NULL,
  tid         TEXT NOT NULL,
  data        TEXT NOT NULL
) STRICT;
CREATE INDEX sak_hendelse_sak ON sak_hendelse (sak, lopenr);

-- A task in a centre's list. The list shows the head of the family; what it sorts
-- by is copied here. ferdig_tid NULL = open.
CREATE TABLE oppgave (
  id          TEXT PRIMARY KEY,
  type        TEXT NOT NULL,
  sak         TEXT NOT NULL REFERENCES sak (id),
  mottak      TEXT NOT NULL REFERENCES mottak (id),
  gradert     INTEGER NOT NULL,
  opprettet   TEXT NOT NULL,
  frist       TEXT NOT NULL,
  beboer      TEXT NOT NULL REFERENCES beboer (id),
  duf         TEXT NOT NULL,
  navn_sort   BLOB NOT NULL,
  plasstype   TEXT NOT NULL,
  personer    INTEGER NOT NULL,
  ansvarlig   TEXT REFERENCES bruker (id),
  apen        INTEGER NOT NULL DEFAULT true,
  ferdig_tid  TEXT,
  versjon     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX oppgave_sak ON oppgave (sak, type) WHERE apen;
-- The order of a list of one type of task, and the same within each deadline: a filter
-- on deadlines is a run per day (see beboer_filter_navn).
CREATE INDEX oppgave_frist ON oppgave (mottak, apen, gradert, type, frist, id);
CREATE INDEX oppgave_opprettet ON oppgave (mottak, apen, gradert, type, opprettet, id);
CREATE INDEX oppgave_navn ON oppgave (mottak, apen, gradert, type, navn_sort, id);
CREATE INDEX oppgave_duf ON oppgave (mottak, apen, gradert, type, duf, id);
CREATE INDEX oppgave_plasstype ON oppgave (mottak, apen, gradert, type, plasstype, id);
CREATE INDEX oppgave_filter_opprettet ON oppgave (mottak, apen, gradert, type, frist, opprettet, id);
CREATE INDEX oppgave_filter_navn ON oppgave (mottak, apen, gradert, type, frist, navn_sort, id);
CREATE INDEX oppgave_filter_duf ON oppgave (mottak, apen, gradert, type, frist, duf, id);
CREATE INDEX oppgave_filter_plasstype ON oppgave (mottak, apen, gradert, type, frist, plasstype, id);

-- Open tasks and the persons in them, by deadline: a filter's count is a sum of few rows.
CREATE TABLE oppgave_tall (
  mottak      TEXT NOT NULL,
  gradert     INTEGER NOT NULL,
  type        TEXT NOT NULL,
  frist       TEXT NOT NULL,
  oppgaver    INTEGER NOT NULL,
  personer    INTEGER NOT NULL,
  PRIMARY KEY (mottak, gradert, type, frist)
) STRICT;

-- The interview ----------------------------------------------------------------

-- One interview per household; sak is NULL for residents without a case
-- (integreringsmottak) until a case comes.
CREATE TABLE samtale (
  id          TEXT PRIMARY KEY,
  husstand    TEXT NOT NULL REFERENCES husstand (id),
  sak         TEXT REFERENCES sak (id),
  startet_tid TEXT NOT NULL,
  startet_av  TEXT NOT NULL REFERENCES bruker (id)
) STRICT;
CREATE UNIQUE INDEX samtale_sak ON samtale (husstand, sak);
CREATE UNIQUE INDEX samtale_uten_sak ON samtale (husstand) WHERE sak IS NULL;

-- Each person's part: status 'paabegynt' or 'ferdigstilt'. rev counts every saved
-- answer that concerns the person, so that a completion knows what was read.
CREATE TABLE samtale_person (
  samtale     TEXT NOT NULL REFERENCES samtale (id),
  beboer      TEXT NOT NULL REFERENCES beboer (id),
  status      TEXT NOT NULL,
  rev         INTEGER NOT NULL DEFAULT 0,
  startet_tid TEXT NOT NULL,
  ferdig_tid  TEXT,
  ferdig_av   TEXT REFERENCES bruker (id),
  PRIMARY KEY (samtale, beboer)
) STRICT;
CREATE INDEX samtale_person_beboer ON samtale_person (beboer);

-- eier is the resident's id, or the household's id where the answer is the family's.
-- rad is '' or, in a repeated group, the id that the client made for the row.
-- slettet is a tombstone: a removed row keeps its place in the version order.
CREATE TABLE svar (
  samtale     TEXT NOT NULL REFERENCES samtale (id),
  eier        TEXT NOT NULL,
  sporsmal    TEXT NOT NULL,
  rad         TEXT NOT NULL DEFAULT '',
  verdi       TEXT NOT NULL,
  slettet     INTEGER NOT NULL DEFAULT false,
  versjon     INTEGER NOT NULL,
  endret_av   TEXT NOT NULL REFERENCES bruker (id),
  endret_tid  TEXT NOT NULL,
  PRIMARY KEY (samtale, eier, sporsmal, rad)
) STRICT;

-- Every value a question has had. Append-only (triggers below).
CREATE TABLE svar_historikk (
  lopenr      INTEGER PRIMARY KEY AUTOINCREMENT,
  samtale     TEXT NOT NULL,
  eier        TEXT NOT NULL,
  sporsmal    TEXT NOT NULL,
  rad         TEXT NOT NULL,
  verdi       TEXT NOT NULL,
  slettet     INTEGER NOT NULL,
  versjon     INTEGER NOT NULL,
  av          TEXT NOT NULL,
  tid         TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX svar_historikk_versjon ON svar_historikk (samtale, eier, sporsmal, rad, versjon);

-- What the questions said when the person's interview was completed.
CREATE TABLE samtale_ordlyd (
  samtale     TEXT NOT NULL REFERENCES samtale (id),
  beboer      TEXT NOT NULL REFERENCES beboer (id),
  maalform    TEXT NOT NULL,
  ordlyd      TEXT NOT NULL,
  PRIMARY KEY (samtale, beboer)
) STRICT;

-- A repeated request with the same key gets the stored answer.
CREATE TABLE idem (
  nokkel      TEXT PRIMARY KEY,
  bruker      TEXT NOT NULL REFERENCES bruker (id),
  samtale     TEXT NOT NULL,
  kropp       BLOB NOT NULL,
  status      INTEGER NOT NULL,
  svar        TEXT NOT NULL,
  tid         TEXT NOT NULL,
  sett_tid    TEXT NOT NULL
) STRICT;
CREATE INDEX idem_tid ON idem (tid);

-- Access log, outbox, notifications ------------------------------------------------

-- One row per answer that showed or changed a person. Never the values.
CREATE TABLE innsyn (
  lopenr      INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL UNIQUE,
  tid         TEXT NOT NULL,
  bruker      TEXT NOT NULL,
  rolle       TEXT NOT NULL,
  org         TEXT NOT NULL,
  handling    TEXT NOT NULL,
  innhold     TEXT NOT NULL
) STRICT;

CREATE TABLE utboks (
  id          TEXT PRIMARY KEY,
  kanal       TEXT NOT NULL,
  mal         TEXT NOT NULL,
  mottaker    TEXT NOT NULL,
  data        TEXT NOT NULL,
  opprettet_tid TEXT NOT NULL,
  neste_tid   TEXT NOT NULL,
  laas_til    TEXT,
  forsok      INTEGER NOT NULL DEFAULT 0,
  levert_tid  TEXT,
  feil        TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX utboks_neste ON utboks (neste_tid) WHERE levert_tid IS NULL;

CREATE TABLE varsel (
  id          TEXT PRIMARY KEY,
  org_type    TEXT NOT NULL,
  org         TEXT NOT NULL,
  bruker      TEXT REFERENCES bruker (id),
  type        TEXT NOT NULL,
  gjelder     TEXT NOT NULL,
  gradert     INTEGER NOT NULL,
  tid         TEXT NOT NULL
) STRICT;
CREATE INDEX varsel_org ON varsel (org_type, org, gradert, tid, id);
CREATE UNIQUE INDEX varsel_en_gang ON varsel (type, gjelder, org_type, org);

-- Import ------------------------------------------------------------------------------

-- Where an import stands: a file (by its hash) goes on after the last committed line.
CREATE TABLE import (
  id          TEXT PRIMARY KEY,
  type        TEXT NOT NULL,
  fil         TEXT NOT NULL,
  sha256      TEXT NOT NULL,
  linje       INTEGER NOT NULL,
  nye         INTEGER NOT NULL,
  endret      INTEGER NOT NULL,
  uendret     INTEGER NOT NULL,
  avvist      INTEGER NOT NULL,
  merket      INTEGER NOT NULL,
  ferdig      INTEGER NOT NULL,
  tid         TEXT NOT NULL,
  UNIQUE (type, sha256)
) STRICT;

CREATE TABLE import_avvist (
  import      TEXT NOT NULL REFERENCES import (id),
  linje       INTEGER NOT NULL,
  felt        TEXT NOT NULL,
  grunn       TEXT NOT NULL,
  PRIMARY KEY (import, linje, felt)
) STRICT;

-- What kind of data lives here: 'demo' or 'virkelig', and the day of the demo.
CREATE TABLE innstilling (
  nokkel      TEXT PRIMARY KEY,
  verdi       TEXT NOT NULL
) STRICT;

-- Append-only tables --------------------------------------------------------------------

CREATE TRIGGER svar_historikk_ikke_endre BEFORE UPDATE ON svar_historikk BEGIN SELECT RAISE(ABORT, 'append-only table svar_historikk'); END;
CREATE TRIGGER svar_historikk_ikke_slett BEFORE DELETE ON svar_historikk BEGIN SELECT RAISE(ABORT, 'append-only table svar_historikk'); END;
CREATE TRIGGER sak_hendelse_ikke_endre BEFORE UPDATE ON sak_hendelse BEGIN SELECT RAISE(ABORT, 'append-only table sak_hendelse'); END;
CREATE TRIGGER sak_hendelse_ikke_slett BEFORE DELETE ON sak_hendelse BEGIN SELECT RAISE(ABORT, 'append-only table sak_hendelse'); END;
CREATE TRIGGER innsyn_ikke_endre BEFORE UPDATE ON innsyn BEGIN SELECT RAISE(ABORT, 'append-only table innsyn'); END;
CREATE TRIGGER innsyn_ikke_slett BEFORE DELETE ON innsyn BEGIN SELECT RAISE(ABORT, 'append-only table innsyn'); END;
CREATE TRIGGER mottak_verdi_ikke_endre BEFORE UPDATE ON mottak_verdi BEGIN SELECT RAISE(ABORT, 'append-only table mottak_verdi'); END;
CREATE TRIGGER mottak_verdi_ikke_slett BEFORE DELETE ON mottak_verdi BEGIN SELECT RAISE(ABORT, 'append-only table mottak_verdi'); END;

-- +goose Down
DROP TABLE innstilling;
DROP TABLE import_avvist;
DROP TABLE import;
DROP TABLE varsel;
DROP TABLE utboks;
DROP TABLE innsyn;
DROP TABLE idem;
DROP TABLE samtale_ordlyd;
DROP TABLE svar_historikk;
DROP TABLE svar;
DROP TABLE samtale_person;
DROP TABLE samtale;
DROP TABLE oppgave_tall;
DROP TABLE oppgave;
DROP TABLE sak_hendelse;
DROP TABLE sak;
DROP TABLE beboer_tall;
DROP TABLE beboer_ord;
DROP TABLE beboer;
DROP TABLE husstand;
DROP TABLE sesjon_sok;
DROP TABLE sesjon;
DROP TABLE graderingstilgang;
DROP TABLE rolletildeling;
DROP TABLE bruker;
DROP TABLE mottak_kontakt;
DROP TABLE mottak_verdi;
DROP TABLE mottak;
DROP TABLE kommune_kontakt;
DROP TABLE sted_ord;
DROP TABLE bydel;
DROP TABLE kommune;
