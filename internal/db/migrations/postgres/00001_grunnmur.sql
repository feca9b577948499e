-- The foundation: everything that hurts to add later. Written by hand for
-- PostgreSQL; the SQLite file beside it is translated from this one by
-- `go generate ./internal/db`.
--
-- Sort keys are bytes (Norwegian order, made by i18n.SortKey), folded text is
-- COLLATE "C" (made by i18n.Fold): both engines then sort and compare alike.

-- +goose Up

-- Places -------------------------------------------------------------------

CREATE TABLE kommune (
  nummer      text PRIMARY KEY,
  navn        text NOT NULL,
  navn_sort   bytea NOT NULL,
  fylkesnummer text NOT NULL,
  fylkesnavn  text NOT NULL,
  breddegrad  double precision NOT NULL,
  lengdegrad  double precision NOT NULL,
  gyldig_fra  date NOT NULL,
  gyldig_til  date
);

CREATE TABLE bydel (
  nummer      text PRIMARY KEY,
  navn        text NOT NULL,
  navn_sort   bytea NOT NULL,
  kommune     text NOT NULL REFERENCES kommune (nummer)
);

-- One row per word of a place's name, folded: a prefix range finds it.
CREATE TABLE sted_ord (
  ord         text COLLATE "C" NOT NULL,
  sted        text NOT NULL,
  PRIMARY KEY (ord, sted)
);

-- Contact for settlement, kept by the kommune itself; sted is a kommune's or a bydel's number.
CREATE TABLE kommune_kontakt (
  sted        text PRIMARY KEY,
  enhet       text NOT NULL DEFAULT '',
  telefon     text NOT NULL DEFAULT '',
  epost       text NOT NULL DEFAULT '',
  post_gate   text NOT NULL DEFAULT '',
  post_nummer text NOT NULL DEFAULT '',
  post_sted   text NOT NULL DEFAULT '',
  besok_gate  text NOT NULL DEFAULT '',
  besok_nummer text NOT NULL DEFAULT '',
  besok_sted  text NOT NULL DEFAULT '',
  nettside    text NOT NULL DEFAULT '',
  versjon     bigint NOT NULL DEFAULT 1,
  endret_tid  timestamptz NOT NULL,
  endret_av   text NOT NULL
);

CREATE TABLE mottak (
  id          uuid PRIMARY KEY,
  mot_id      text NOT NULL UNIQUE,
  kode        text NOT NULL UNIQUE,
  navn        text NOT NULL,
  navn_sort   bytea NOT NULL,
  kategori    text NOT NULL,
  kommune     text NOT NULL REFERENCES kommune (nummer),
  nedlagt     date,
  versjon     bigint NOT NULL DEFAULT 1,
  endret_tid  timestamptz NOT NULL
);

-- Contact values of a centre, append-only: the newest value counts, the other is
-- history. kilde is 'mot' (UDI's register) or 'bosett' (edited here). lopenr tells
-- the order, never the clock.
CREATE TABLE mottak_verdi (
  lopenr      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  mottak      uuid NOT NULL REFERENCES mottak (id),
  felt        text NOT NULL,
  kilde       text NOT NULL,
  verdi       text NOT NULL,
  tid         timestamptz NOT NULL,
  av          text NOT NULL
);
CREATE INDEX mottak_verdi_felt ON mottak_verdi (mottak, felt, kilde, lopenr);

-- rolle is 'mottaksadministrator' or 'bosettingsansvarlig'.
CREATE TABLE mottak_kontakt (
  mottak      uuid NOT NULL REFERENCES mottak (id),
  rolle       text NOT NULL,
  navn        text NOT NULL DEFAULT '',
  telefon     text NOT NULL DEFAULT '',
  epost       text NOT NULL DEFAULT '',
  versjon     bigint NOT NULL DEFAULT 1,
  endret_tid  timestamptz NOT NULL,
  endret_av   text NOT NULL,
  PRIMARY KEY (mottak, rolle)
);

-- Users ----------------------------------------------------------------------

CREATE TABLE bruker (
  id          uuid PRIMARY KEY,
  navn        text NOT NULL,
  navn_sort   bytea NOT NULL,
  epost       text NOT NULL,
  aktiv       boolean NOT NULL DEFAULT true,
  demo        boolean NOT NULL DEFAULT false,
  maalform    text NOT NULL DEFAULT 'nb',
  opprettet_tid timestamptz NOT NULL,
  sist_innlogget timestamptz
);
CREATE UNIQUE INDEX bruker_epost ON bruker (epost);

-- org_type is 'mottak', 'kommune' or 'imdi'; org is the centre's id, the kommune's
-- number or 'imdi'. A row that ends keeps its history in slutt_tid.
CREATE TABLE rolletildeling (
  id          uuid PRIMARY KEY,
  bruker      uuid NOT NULL REFERENCES bruker (id),
  rolle       text NOT NULL,
  org_type    text NOT NULL,
  org         text NOT NULL,
  gitt_av     text NOT NULL,
  gitt_tid    timestamptz NOT NULL,
  slutt_tid   timestamptz
);
CREATE UNIQUE INDEX rolletildeling_gjeldende ON rolletildeling (bruker, rolle, org_type, org) WHERE slutt_tid IS NULL;
CREATE INDEX rolletildeling_org ON rolletildeling (org_type, org);

-- Named permission to see persons of protected identity, given person by person of staff.
CREATE TABLE graderingstilgang (
  id          uuid PRIMARY KEY,
  bruker      uuid NOT NULL REFERENCES bruker (id),
  grad        text NOT NULL,
  gitt_av     text NOT NULL,
  gitt_tid    timestamptz NOT NULL,
  slutt_tid   timestamptz
);
CREATE INDEX graderingstilgang_bruker ON graderingstilgang (bruker);

-- The cookie's token is stored as SHA-256 only. org is the organisation chosen now.
CREATE TABLE sesjon (
  token_hash  bytea PRIMARY KEY,
  id          uuid NOT NULL UNIQUE,
  bruker      uuid NOT NULL REFERENCES bruker (id),
  org_type    text NOT NULL,
  org         text NOT NULL,
  opprettet_tid timestamptz NOT NULL,
  sett_tid    timestamptz NOT NULL,
  utloper_tid timestamptz NOT NULL
);
CREATE INDEX sesjon_bruker ON sesjon (bruker);
CREATE INDEX sesjon_utloper ON sesjon (utloper_tid);

-- A searched number or name never stands in an address: it is kept here, per list.
CREATE TABLE sesjon_sok (
  sesjon      uuid NOT NULL REFERENCES sesjon (id) ON DELETE CASCADE,
  liste       text NOT NULL,
  tekst       text NOT NULL,
  PRIMARY KEY (sesjon, liste)
);

-- Residents --------------------------------------------------------------------

-- The household that is placed together (UDI's plasseringsgruppe, Reg-nummer).
-- gradering is the strictest of its members and counts for all of them.
CREATE TABLE husstand (
  id          uuid PRIMARY KEY,
  reg_nummer  text NOT NULL UNIQUE,
  gradering   text NOT NULL DEFAULT 'ugradert',
  versjon     bigint NOT NULL DEFAULT 1
);

-- har_sak, sak_*, fodt_sak and gradert are projections, changed in the transaction
-- of the event; 9999-12-31 stands for "none", so that keyset pages never meet NULL.
-- fodt_sak is the birth date of those with a case only: who may not see the age of
-- the others must not learn it from the order of a list either.
CREATE TABLE beboer (
  id          uuid PRIMARY KEY,
  duf         text COLLATE "C" NOT NULL UNIQUE,
  duf_gyldig  boolean NOT NULL,
  husstand    uuid NOT NULL REFERENCES husstand (id),
  mottak      uuid NOT NULL REFERENCES mottak (id),
  fodselsnummer text NOT NULL DEFAULT '',
  fornavn     text NOT NULL,
  mellomnavn  text NOT NULL DEFAULT '',
  etternavn   text NOT NULL,
  navn_sort   bytea NOT NULL,
  fodt        date NOT NULL,
  kjonn       text NOT NULL,
  statsborgerskap text NOT NULL,
  persontype  text NOT NULL,
  familierolle text NOT NULL DEFAULT '',
  familieplass integer NOT NULL DEFAULT 0,
  plasstype   text COLLATE "C" NOT NULL,
  vedtak_dato date,
  gradering   text NOT NULL DEFAULT 'ugradert',
  gradert     boolean NOT NULL DEFAULT false,
  har_sak     boolean NOT NULL DEFAULT false,
  sak_opprettet date NOT NULL DEFAULT '9999-12-31',
  sak_status  text COLLATE "C" NOT NULL DEFAULT '',
  fodt_sak    date NOT NULL DEFAULT '9999-12-31',
  kompass_tid timestamptz,
  utflyttet   date,
  versjon     bigint NOT NULL DEFAULT 1,
  opprettet_tid timestamptz NOT NULL,
  endret_tid  timestamptz NOT NULL
);
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
  mottak      uuid NOT NULL,
  gradert     boolean NOT NULL,
  ord         text COLLATE "C" NOT NULL,
  beboer      uuid NOT NULL REFERENCES beboer (id) ON DELETE CASCADE,
  PRIMARY KEY (beboer, ord)
);
CREATE INDEX beboer_ord_sok ON beboer_ord (mottak, gradert, ord, beboer);

-- How many residents each filter of a list gives, kept by the events.
CREATE TABLE beboer_tall (
  mottak      uuid NOT NULL,
  gradert     boolean NOT NULL,
  har_sak     boolean NOT NULL,
  sak_status  text COLLATE "C" NOT NULL,
  persontype  text COLLATE "C" NOT NULL,
  antall      bigint NOT NULL,
  PRIMARY KEY (mottak, gradert, har_sak, sak_status, persontype)
);

-- The case ---------------------------------------------------------------------

CREATE TABLE sak (
  id          uuid PRIMARY KEY,
  saksnummer  text NOT NULL UNIQUE,
  husstand    uuid NOT NULL REFERENCES husstand (id),
  mottak      uuid NOT NULL REFERENCES mottak (id),
  status      text COLLATE "C" NOT NULL,
  opprettet   date NOT NULL,
  frist       date NOT NULL,
  avsluttet_arsak text NOT NULL DEFAULT '',
  versjon     bigint NOT NULL DEFAULT 1,
  endret_tid  timestamptz NOT NULL
);
-- A household has at most one living case.
CREATE UNIQUE INDEX sak_levende ON sak (husstand) WHERE status <> 'avsluttet';
CREATE INDEX sak_status ON sak (status, opprettet, id);
CREATE INDEX sak_husstand ON sak (husstand);

-- Every transition of the state machine is one row, never changed.
CREATE TABLE sak_hendelse (
  lopenr      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sak         uuid NOT NULL REFERENCES sak (id),
  handling    text NOT NULL,
  fra_status  text NOT NULL,
  til_status  text NOT NULL,
  av          text NOT NULL,
  tid         timestamptz NOT NULL,
  data        jsonb NOT NULL
);
CREATE INDEX sak_hendelse_sak ON sak_hendelse (sak, lopenr);

-- A task in a centre's list. The list shows the head of the family; what it sorts
-- by is copied here. ferdig_tid NULL = open.
CREATE TABLE oppgave (
  id          uuid PRIMARY KEY,
  type        text COLLATE "C" NOT NULL,
  sak         uuid NOT NULL REFERENCES sak (id),
  mottak      uuid NOT NULL REFERENCES mottak (id),
  gradert     boolean NOT NULL,
  opprettet   date NOT NULL,
  frist       date NOT NULL,
  beboer      uuid NOT NULL REFERENCES beboer (id),
  duf         text COLLATE "C" NOT NULL,
  navn_sort   bytea NOT NULL,
  plasstype   text COLLATE "C" NOT NULL,
  personer    integer NOT NULL,
  ansvarlig   uuid REFERENCES bruker (id),
  apen        boolean NOT NULL DEFAULT true,
  ferdig_tid  timestamptz,
  versjon     bigint NOT NULL DEFAULT 1
);
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
  mottak      uuid NOT NULL,
  gradert     boolean NOT NULL,
  type        text COLLATE "C" NOT NULL,
  frist       date NOT NULL,
  oppgaver    bigint NOT NULL,
  personer    bigint NOT NULL,
  PRIMARY KEY (mottak, gradert, type, frist)
);

-- The interview ----------------------------------------------------------------

-- One interview per household; sak is NULL for residents without a case
-- (integreringsmottak) until a case comes.
CREATE TABLE samtale (
  id          uuid PRIMARY KEY,
  husstand    uuid NOT NULL REFERENCES husstand (id),
  sak         uuid REFERENCES sak (id),
  startet_tid timestamptz NOT NULL,
  startet_av  uuid NOT NULL REFERENCES bruker (id)
);
CREATE UNIQUE INDEX samtale_sak ON samtale (husstand, sak);
CREATE UNIQUE INDEX samtale_uten_sak ON samtale (husstand) WHERE sak IS NULL;

-- Each person's part: status 'paabegynt' or 'ferdigstilt'. rev counts every saved
-- answer that concerns the person, so that a completion knows what was read.
CREATE TABLE samtale_person (
  samtale     uuid NOT NULL REFERENCES samtale (id),
  beboer      uuid NOT NULL REFERENCES beboer (id),
  status      text NOT NULL,
  rev         bigint NOT NULL DEFAULT 0,
  startet_tid timestamptz NOT NULL,
  ferdig_tid  timestamptz,
  ferdig_av   uuid REFERENCES bruker (id),
  PRIMARY KEY (samtale, beboer)
);
CREATE INDEX samtale_person_beboer ON samtale_person (beboer);

-- eier is the resident's id, or the household's id where the answer is the family's.
-- rad is '' or, in a repeated group, the id that the client made for the row.
-- slettet is a tombstone: a removed row keeps its place in the version order.
CREATE TABLE svar (
  samtale     uuid NOT NULL REFERENCES samtale (id),
  eier        uuid NOT NULL,
  sporsmal    text COLLATE "C" NOT NULL,
  rad         text COLLATE "C" NOT NULL DEFAULT '',
  verdi       text NOT NULL,
  slettet     boolean NOT NULL DEFAULT false,
  versjon     bigint NOT NULL,
  endret_av   uuid NOT NULL REFERENCES bruker (id),
  endret_tid  timestamptz NOT NULL,
  PRIMARY KEY (samtale, eier, sporsmal, rad)
);

-- Every value a question has had. Append-only (triggers below).
CREATE TABLE svar_historikk (
  lopenr      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  samtale     uuid NOT NULL,
  eier        uuid NOT NULL,
  sporsmal    text COLLATE "C" NOT NULL,
  rad         text COLLATE "C" NOT NULL,
  verdi       text NOT NULL,
  slettet     boolean NOT NULL,
  versjon     bigint NOT NULL,
  av          uuid NOT NULL,
  tid         timestamptz NOT NULL
);
CREATE UNIQUE INDEX svar_historikk_versjon ON svar_historikk (samtale, eier, sporsmal, rad, versjon);

-- What the questions said when the person's interview was completed.
CREATE TABLE samtale_ordlyd (
  samtale     uuid NOT NULL REFERENCES samtale (id),
  beboer      uuid NOT NULL REFERENCES beboer (id),
  maalform    text NOT NULL,
  ordlyd      jsonb NOT NULL,
  PRIMARY KEY (samtale, beboer)
);

-- A repeated request with the same key gets the stored answer.
CREATE TABLE idem (
  nokkel      text COLLATE "C" PRIMARY KEY,
  bruker      uuid NOT NULL REFERENCES bruker (id),
  samtale     uuid NOT NULL,
  kropp       bytea NOT NULL,
  status      integer NOT NULL,
  svar        text NOT NULL,
  tid         timestamptz NOT NULL,
  sett_tid    timestamptz NOT NULL
);
CREATE INDEX idem_tid ON idem (tid);

-- Access log, outbox, notifications ------------------------------------------------

-- One row per answer that showed or changed a person. Never the values.
CREATE TABLE innsyn (
  lopenr      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id          uuid NOT NULL UNIQUE,
  tid         timestamptz NOT NULL,
  bruker      text NOT NULL,
  rolle       text NOT NULL,
  org         text NOT NULL,
  handling    text NOT NULL,
  innhold     text NOT NULL
);

CREATE TABLE utboks (
  id          uuid PRIMARY KEY,
  kanal       text NOT NULL,
  mal         text NOT NULL,
  mottaker    text NOT NULL,
  data        jsonb NOT NULL,
  opprettet_tid timestamptz NOT NULL,
  neste_tid   timestamptz NOT NULL,
  laas_til    timestamptz,
  forsok      integer NOT NULL DEFAULT 0,
  levert_tid  timestamptz,
  feil        text NOT NULL DEFAULT ''
);
CREATE INDEX utboks_neste ON utboks (neste_tid) WHERE levert_tid IS NULL;

CREATE TABLE varsel (
  id          uuid PRIMARY KEY,
  org_type    text NOT NULL,
  org         text NOT NULL,
  bruker      uuid REFERENCES bruker (id),
  type        text NOT NULL,
  gjelder     uuid NOT NULL,
  gradert     boolean NOT NULL,
  tid         timestamptz NOT NULL
);
CREATE INDEX varsel_org ON varsel (org_type, org, gradert, tid, id);
CREATE UNIQUE INDEX varsel_en_gang ON varsel (type, gjelder, org_type, org);

-- Import ------------------------------------------------------------------------------

-- Where an import stands: a file (by its hash) goes on after the last committed line.
CREATE TABLE import (
  id          uuid PRIMARY KEY,
  type        text NOT NULL,
  fil         text NOT NULL,
  sha256      text NOT NULL,
  linje       bigint NOT NULL,
  nye         bigint NOT NULL,
  endret      bigint NOT NULL,
  uendret     bigint NOT NULL,
  avvist      bigint NOT NULL,
  merket      bigint NOT NULL,
  ferdig      boolean NOT NULL,
  tid         timestamptz NOT NULL,
  UNIQUE (type, sha256)
);

CREATE TABLE import_avvist (
  import      uuid NOT NULL REFERENCES import (id),
  linje       bigint NOT NULL,
  felt        text NOT NULL,
  grunn       text NOT NULL,
  PRIMARY KEY (import, linje, felt)
);

-- What kind of data lives here: 'demo' or 'virkelig', and the day of the demo.
CREATE TABLE innstilling (
  nokkel      text PRIMARY KEY,
  verdi       text NOT NULL
);

-- Append-only tables --------------------------------------------------------------------

-- dialect:postgres
-- +goose StatementBegin
CREATE FUNCTION nekt_endring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only table %', TG_TABLE_NAME;
END $$;
-- +goose StatementEnd
CREATE TRIGGER svar_historikk_kun_tillegg BEFORE UPDATE OR DELETE OR TRUNCATE ON svar_historikk
  FOR EACH STATEMENT EXECUTE FUNCTION nekt_endring();
CREATE TRIGGER sak_hendelse_kun_tillegg BEFORE UPDATE OR DELETE OR TRUNCATE ON sak_hendelse
  FOR EACH STATEMENT EXECUTE FUNCTION nekt_endring();
CREATE TRIGGER innsyn_kun_tillegg BEFORE UPDATE OR DELETE OR TRUNCATE ON innsyn
  FOR EACH STATEMENT EXECUTE FUNCTION nekt_endring();
CREATE TRIGGER mottak_verdi_kun_tillegg BEFORE UPDATE OR DELETE OR TRUNCATE ON mottak_verdi
  FOR EACH STATEMENT EXECUTE FUNCTION nekt_endring();
-- dialect:end
-- dialect:sqlite
--| CREATE TRIGGER svar_historikk_ikke_endre BEFORE UPDATE ON svar_historikk BEGIN SELECT RAISE(ABORT, 'append-only table svar_historikk'); END;
--| CREATE TRIGGER svar_historikk_ikke_slett BEFORE DELETE ON svar_historikk BEGIN SELECT RAISE(ABORT, 'append-only table svar_historikk'); END;
--| CREATE TRIGGER sak_hendelse_ikke_endre BEFORE UPDATE ON sak_hendelse BEGIN SELECT RAISE(ABORT, 'append-only table sak_hendelse'); END;
--| CREATE TRIGGER sak_hendelse_ikke_slett BEFORE DELETE ON sak_hendelse BEGIN SELECT RAISE(ABORT, 'append-only table sak_hendelse'); END;
--| CREATE TRIGGER innsyn_ikke_endre BEFORE UPDATE ON innsyn BEGIN SELECT RAISE(ABORT, 'append-only table innsyn'); END;
--| CREATE TRIGGER innsyn_ikke_slett BEFORE DELETE ON innsyn BEGIN SELECT RAISE(ABORT, 'append-only table innsyn'); END;
--| CREATE TRIGGER mottak_verdi_ikke_endre BEFORE UPDATE ON mottak_verdi BEGIN SELECT RAISE(ABORT, 'append-only table mottak_verdi'); END;
--| CREATE TRIGGER mottak_verdi_ikke_slett BEFORE DELETE ON mottak_verdi BEGIN SELECT RAISE(ABORT, 'append-only table mottak_verdi'); END;
-- dialect:end

-- +goose Down
-- dialect:postgres
DROP TABLE innstilling, import_avvist, import, varsel, utboks, innsyn, idem, samtale_ordlyd, svar_historikk, svar,
  samtale_person, samtale, oppgave_tall, oppgave, sak_hendelse, sak, beboer_tall, beboer_ord, beboer, husstand,
  sesjon_sok, sesjon, graderingstilgang, rolletildeling, bruker, mottak_kontakt, mottak_verdi, mottak,
  kommune_kontakt, sted_ord, bydel, kommune;
DROP FUNCTION nekt_endring;
-- dialect:end
-- dialect:sqlite
--| DROP TABLE innstilling;
--| DROP TABLE import_avvist;
--| DROP TABLE import;
--| DROP TABLE varsel;
--| DROP TABLE utboks;
--| DROP TABLE innsyn;
--| DROP TABLE idem;
--| DROP TABLE samtale_ordlyd;
--| DROP TABLE svar_historikk;
--| DROP TABLE svar;
--| DROP TABLE samtale_person;
--| DROP TABLE samtale;
--| DROP TABLE oppgave_tall;
--| DROP TABLE oppgave;
--| DROP TABLE sak_hendelse;
--| DROP TABLE sak;
--| DROP TABLE beboer_tall;
--| DROP TABLE beboer_ord;
--| DROP TABLE beboer;
--| DROP TABLE husstand;
--| DROP TABLE sesjon_sok;
--| DROP TABLE sesjon;
--| DROP TABLE graderingstilgang;
--| DROP TABLE rolletildeling;
--| DROP TABLE bruker;
--| DROP TABLE mottak_kontakt;
--| DROP TABLE mottak_verdi;
--| DROP TABLE mottak;
--| DROP TABLE kommune_kontakt;
--| DROP TABLE sted_ord;
--| DROP TABLE bydel;
--| DROP TABLE kommune;
-- dialect:end
