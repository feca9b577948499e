-- name: GetMottak :one
SELECT sqlc.embed(m), k.navn AS kommune_navn
FROM mottak m JOIN kommune k ON k.nummer = m.kommune
WHERE m.id = $1;

-- name: ListVerdier :many
-- The newest value of each field from each source.
SELECT felt, kilde, verdi, tid, av, lopenr FROM mottak_verdi v
WHERE v.mottak = $1 AND v.lopenr = (
  SELECT MAX(n.lopenr) FROM mottak_verdi n WHERE n.mottak = v.mottak AND n.felt = v.felt AND n.kilde = v.kilde)
ORDER BY lopenr;

-- name: BumpMottak :execrows
UPDATE mottak SET versjon = versjon + 1, endret_tid = $3 WHERE id = $1 AND versjon = $2;

-- name: InsertVerdi :exec
INSERT INTO mottak_verdi (mottak, felt, kilde, verdi, tid, av) VALUES ($1, $2, $3, $4, $5, $6);

-- name: GetKontakt :one
SELECT * FROM mottak_kontakt WHERE mottak = $1 AND rolle = $2;

-- name: InsertKontakt :execrows
INSERT INTO mottak_kontakt (mottak, rolle, navn, telefon, epost, endret_tid, endret_av)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (mottak, rolle) DO NOTHING;

-- name: UpdateKontakt :execrows
UPDATE mottak_kontakt SET navn = $4, telefon = $5, epost = $6, endret_tid = $7, endret_av = $8, versjon = versjon + 1
WHERE mottak = $1 AND rolle = $2 AND versjon = $3;

-- name: InsertMottak :exec
INSERT INTO mottak (id, mot_id, kode, navn, navn_sort, kategori, kommune, endret_tid)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: UpdateMottak :exec
UPDATE mottak SET kode = $2, navn = $3, navn_sort = $4, kategori = $5, kommune = $6, endret_tid = $7, versjon = versjon + 1
WHERE id = $1;
