-- name: ListMerker :many
SELECT liste, merke FROM kodeliste ORDER BY liste;

-- name: ListAlt :many
-- One statement, so that each list's codes are those of its merke on both engines.
SELECT l.liste, l.merke, k.kode, k.nb, k.nn, k.aktiv, k.egenskap
FROM kodeliste l JOIN kode k ON k.liste = l.liste
ORDER BY l.liste, k.plass, k.kode;

-- name: ListLister :many
SELECT l.liste, l.versjon, l.endret_tid, l.endret_av,
  COUNT(*) FILTER (WHERE k.aktiv) AS aktive, COUNT(*) FILTER (WHERE NOT k.aktiv) AS trukket
FROM kodeliste l JOIN kode k ON k.liste = l.liste
GROUP BY l.liste, l.versjon, l.endret_tid, l.endret_av;

-- name: GetListe :one
SELECT liste, versjon, endret_tid, endret_av FROM kodeliste WHERE liste = $1;

-- name: ListKoder :many
SELECT * FROM kode WHERE liste = $1 ORDER BY plass, kode;

-- name: Laas :execrows
-- Nothing changes: who changes the list comes after whoever else does.
UPDATE kodeliste SET versjon = versjon WHERE liste = $1;

-- name: NyVersjon :exec
UPDATE kodeliste SET versjon = $2, merke = $3, endret_tid = $4, endret_av = $5 WHERE liste = $1;

-- name: UpsertKode :exec
INSERT INTO kode (liste, kode, nb, nn, plass, aktiv, kilde, egenskap, versjon)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (liste, kode) DO UPDATE SET nb = excluded.nb, nn = excluded.nn, plass = excluded.plass,
  aktiv = excluded.aktiv, kilde = excluded.kilde, versjon = excluded.versjon;

-- name: InsertEndring :exec
INSERT INTO kodeliste_endring (liste, versjon, handling, kode, fra, tid, bruker, av)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: InsertHistorikk :exec
INSERT INTO kode_historikk (liste, versjon, kode, nb, nn, plass, aktiv, kilde)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: ListEndringer :many
SELECT liste, versjon, handling, kode, fra, tid, av FROM kodeliste_endring WHERE liste = $1 ORDER BY versjon;

-- name: ListHistorikk :many
SELECT * FROM kode_historikk WHERE liste = $1 ORDER BY versjon, plass, kode;
