-- name: SamtaleForSak :one
SELECT * FROM samtale WHERE husstand = $1 AND sak = $2;

-- name: SamtaleUtenSak :one
SELECT * FROM samtale WHERE husstand = $1 AND sak IS NULL;

-- name: InsertSamtale :exec
INSERT INTO samtale (id, husstand, sak, startet_tid, startet_av) VALUES ($1, $2, $3, $4, $5);

-- name: InsertPerson :exec
INSERT INTO samtale_person (samtale, beboer, status, startet_tid) VALUES ($1, $2, 'paabegynt', $3);

-- name: ListPersoner :many
SELECT * FROM samtale_person WHERE samtale = $1 ORDER BY beboer;

-- name: BumpPerson :exec
UPDATE samtale_person SET rev = rev + 1 WHERE samtale = $1 AND beboer = $2;

-- name: BumpAlle :exec
UPDATE samtale_person SET rev = rev + 1 WHERE samtale = $1 AND status = 'paabegynt';

-- name: CompletePerson :execrows
UPDATE samtale_person SET status = 'ferdigstilt', ferdig_tid = $3, ferdig_av = $4
WHERE samtale = $1 AND beboer = $2 AND status = 'paabegynt';

-- name: ListSvar :many
SELECT * FROM svar WHERE samtale = $1;

-- name: UpsertSvar :exec
INSERT INTO svar (samtale, eier, sporsmal, rad, verdi, slettet, versjon, endret_av, endret_tid)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (samtale, eier, sporsmal, rad) DO UPDATE
SET verdi = excluded.verdi, slettet = excluded.slettet, versjon = excluded.versjon,
    endret_av = excluded.endret_av, endret_tid = excluded.endret_tid;

-- name: InsertHistorikk :exec
INSERT INTO svar_historikk (samtale, eier, sporsmal, rad, verdi, slettet, versjon, av, tid)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: ListHistorikk :many
SELECT * FROM svar_historikk WHERE samtale = $1 AND eier = $2 AND sporsmal = $3 AND rad = $4 ORDER BY versjon DESC;

-- name: GetHistorikk :one
SELECT verdi FROM svar_historikk WHERE samtale = $1 AND eier = $2 AND sporsmal = $3 AND rad = $4 AND versjon = $5;

-- name: SisteVersjon :one
SELECT CAST(coalesce(max(versjon), 0) AS bigint) FROM svar_historikk WHERE samtale = $1 AND eier = $2 AND sporsmal = $3 AND rad = $4;

-- name: SisteHistorikk :one
SELECT * FROM svar_historikk WHERE samtale = $1 AND eier = $2 AND sporsmal = $3 AND rad = $4 ORDER BY versjon DESC LIMIT 1;

-- name: ListHistorikkAlle :many
SELECT * FROM svar_historikk WHERE samtale = $1 AND eier IN ($2, $3) ORDER BY versjon DESC;

-- name: SisteEndringer :many
SELECT sporsmal, rad FROM svar_historikk WHERE samtale = $1 AND eier IN ($2, $3) ORDER BY lopenr DESC LIMIT $4;

-- name: GetIdem :one
SELECT * FROM idem WHERE nokkel = $1;

-- name: TouchIdem :exec
UPDATE idem SET sett_tid = $2 WHERE nokkel = $1;

-- name: InsertIdem :exec
INSERT INTO idem (nokkel, bruker, samtale, kropp, status, svar, tid, sett_tid) VALUES ($1, $2, $3, $4, 200, $5, $6, $6);

-- name: InsertOrdlyd :exec
INSERT INTO samtale_ordlyd (samtale, beboer, maalform, ordlyd) VALUES ($1, $2, $3, $4);

-- name: GetOrdlyd :one
SELECT * FROM samtale_ordlyd WHERE samtale = $1 AND beboer = $2;

-- What is sealed follows the resident: to another case, household and centre.
-- name: GetForseglet :one
SELECT * FROM forseglet_rad WHERE eier = $1 AND gruppe = $2 AND rad = $3;

-- name: ListKvitteringer :many
SELECT * FROM forseglet_rad
WHERE eier IN (SELECT id FROM beboer WHERE husstand = $1) AND forseglet_tid IS NOT NULL ORDER BY eier, gruppe, nummer;

-- name: ListEgneUtkast :many
SELECT s.* FROM forseglet_svar s
JOIN forseglet_rad r ON r.samtale = s.samtale AND r.eier = s.eier AND r.gruppe = s.gruppe AND r.rad = s.rad
WHERE s.eier IN (SELECT id FROM beboer WHERE husstand = $1) AND r.av = $2 AND r.forseglet_tid IS NULL AND r.fjernet_tid IS NULL;

-- name: ListEgneRader :many
SELECT * FROM forseglet_rad
WHERE eier IN (SELECT id FROM beboer WHERE husstand = $1) AND av = $2 AND forseglet_tid IS NULL AND fjernet_tid IS NULL;

-- name: ListEgneTitler :many
SELECT s.eier, s.gruppe, s.rad, s.verdi FROM forseglet_svar s
JOIN forseglet_rad r ON r.samtale = s.samtale AND r.eier = s.eier AND r.gruppe = s.gruppe AND r.rad = s.rad
WHERE s.eier IN (SELECT id FROM beboer WHERE husstand = $1) AND r.av = $2 AND r.forseglet_tid IS NOT NULL AND s.sporsmal = $3;

-- name: ListForseglet :many
SELECT s.* FROM forseglet_svar s
JOIN forseglet_rad r ON r.samtale = s.samtale AND r.eier = s.eier AND r.gruppe = s.gruppe AND r.rad = s.rad
WHERE s.eier = $1 AND r.forseglet_tid IS NOT NULL;

-- name: ListForsegletSvar :many
SELECT * FROM forseglet_svar WHERE samtale = $1 AND eier = $2 AND gruppe = $3 AND rad = $4;

-- name: InsertForsegletRad :exec
INSERT INTO forseglet_rad (samtale, eier, gruppe, rad, av, startet_tid) VALUES ($1, $2, $3, $4, $5, $6);

-- name: UpsertForsegletSvar :exec
INSERT INTO forseglet_svar (samtale, eier, gruppe, rad, sporsmal, verdi, versjon, endret_tid)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (samtale, eier, gruppe, rad, sporsmal) DO UPDATE
SET verdi = excluded.verdi, versjon = excluded.versjon, endret_tid = excluded.endret_tid;

-- name: FjernForsegletRad :exec
UPDATE forseglet_rad SET fjernet_tid = $5, versjon = versjon + 1
WHERE samtale = $1 AND eier = $2 AND gruppe = $3 AND rad = $4 AND forseglet_tid IS NULL;

-- name: TellKastede :one
SELECT CAST(count(*) AS integer) FROM forseglet_rad
WHERE eier = $1 AND gruppe = $2 AND av = $3 AND forseglet_tid IS NULL AND fjernet_tid IS NOT NULL;

-- It compares and reads nothing: only the author asks.
-- name: ErForsegletSom :one
SELECT CAST(count(*) AS integer) FROM forseglet_rad r
WHERE r.samtale = $1 AND r.eier = $2 AND r.gruppe = $3 AND r.rad = $4 AND r.forseglet_tid IS NOT NULL AND coalesce((
  SELECT s.verdi FROM forseglet_svar s WHERE s.samtale = r.samtale AND s.eier = r.eier AND s.gruppe = r.gruppe AND s.rad = r.rad
  AND s.sporsmal = $5), '') = $6;

-- name: SisteNummer :one
SELECT CAST(coalesce(max(nummer), 0) AS integer) FROM forseglet_rad WHERE eier = $1 AND gruppe = $2;

-- name: Forsegl :execrows
UPDATE forseglet_rad SET forseglet_tid = $5, nummer = $6
WHERE samtale = $1 AND eier = $2 AND gruppe = $3 AND rad = $4 AND av = $7 AND forseglet_tid IS NULL AND fjernet_tid IS NULL;

-- name: ListKastede :many
SELECT samtale, eier, gruppe, rad FROM forseglet_rad WHERE forseglet_tid IS NULL AND (fjernet_tid < $1 OR startet_tid < $3 AND NOT EXISTS (
  SELECT 1 FROM forseglet_svar s WHERE s.samtale = forseglet_rad.samtale AND s.eier = forseglet_rad.eier
  AND s.gruppe = forseglet_rad.gruppe AND s.rad = forseglet_rad.rad AND (s.verdi <> '' OR s.endret_tid >= $3)))
ORDER BY startet_tid LIMIT $2;

-- name: KastSvar :exec
DELETE FROM forseglet_svar WHERE samtale = $1 AND eier = $2 AND gruppe = $3 AND rad = $4;

-- name: KastRad :exec
DELETE FROM forseglet_rad WHERE samtale = $1 AND eier = $2 AND gruppe = $3 AND rad = $4 AND forseglet_tid IS NULL;

-- name: ForrigeSamtale :one
SELECT s.* FROM samtale s JOIN samtale_person p ON p.samtale = s.id
WHERE p.beboer = $1 AND s.husstand <> $2 ORDER BY p.startet_tid DESC, s.id DESC LIMIT 1;

-- name: DeleteIdem :execrows
DELETE FROM idem WHERE idem.sett_tid < $1 AND idem.nokkel IN
  (SELECT i.nokkel FROM idem i WHERE i.tid < $1 AND i.sett_tid < $1 ORDER BY i.tid LIMIT $2);
