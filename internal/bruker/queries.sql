-- name: InsertSesjon :exec
INSERT INTO sesjon (token_hash, id, bruker, org_type, org, opprettet_tid, sett_tid, utloper_tid)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: GetSesjon :many
-- One row per role of the person (and per gradering, of the few who have any). A demo
-- user is nobody where the demo is not served: the same database may be served without.
SELECT s.id, s.bruker, s.org_type, s.org, s.sett_tid, s.utloper_tid, b.navn, b.maalform,
  t.rolle, t.org_type AS rolle_org_type, t.org AS rolle_org, COALESCE(g.grad, '') AS grad
FROM sesjon s
JOIN bruker b ON b.id = s.bruker
JOIN rolletildeling t ON t.bruker = s.bruker AND t.slutt_tid IS NULL
LEFT JOIN graderingstilgang g ON g.bruker = s.bruker AND g.slutt_tid IS NULL
WHERE s.token_hash = $1 AND b.aktiv AND (NOT b.demo OR CAST(sqlc.arg(demo) AS boolean))
ORDER BY t.gitt_tid, t.id, grad;

-- name: TouchSesjon :exec
UPDATE sesjon SET sett_tid = $2 WHERE id = $1;

-- name: DeleteSesjon :exec
DELETE FROM sesjon WHERE token_hash = $1;

-- name: DeleteUtlopte :exec
DELETE FROM sesjon WHERE utloper_tid < $1 OR sett_tid < $2;

-- name: SetOrg :exec
UPDATE sesjon SET org_type = $2, org = $3 WHERE id = $1;

-- name: SetSistOrg :exec
UPDATE bruker SET sist_org_type = $2, sist_org = $3 WHERE id = $1;

-- name: GetSistOrg :one
SELECT sist_org_type, sist_org FROM bruker WHERE id = $1;

-- name: ListGraderinger :many
SELECT grad FROM graderingstilgang WHERE bruker = $1 AND slutt_tid IS NULL ORDER BY grad;

-- name: ListRoller :many
SELECT rolle, org_type, org FROM rolletildeling
WHERE bruker = $1 AND slutt_tid IS NULL
ORDER BY gitt_tid, id;

-- name: SetMaalform :exec
UPDATE bruker SET maalform = $2 WHERE id = $1;

-- name: SetInnlogget :exec
UPDATE bruker SET sist_innlogget = $2 WHERE id = $1;

-- name: GetDemobruker :one
SELECT id FROM bruker WHERE id = $1 AND demo AND aktiv;

-- name: ListDemobrukere :many
SELECT b.id, b.navn, t.rolle, t.org_type, t.org, COALESCE(m.navn, k.navn, 'IMDi') AS org_navn
FROM bruker b
JOIN rolletildeling t ON t.bruker = b.id AND t.slutt_tid IS NULL
LEFT JOIN mottak m ON t.org_type = 'mottak' AND CAST(m.id AS TEXT) = t.org
LEFT JOIN kommune k ON t.org_type = 'kommune' AND k.nummer = t.org
WHERE b.demo AND b.aktiv
ORDER BY b.id, t.gitt_tid, t.id;

-- name: GetSok :one
SELECT tekst FROM sesjon_sok WHERE sesjon = $1 AND liste = $2;

-- name: PutSok :exec
INSERT INTO sesjon_sok (sesjon, liste, tekst) VALUES ($1, $2, $3)
ON CONFLICT (sesjon, liste) DO UPDATE SET tekst = excluded.tekst;

-- name: DeleteSok :exec
DELETE FROM sesjon_sok WHERE sesjon = $1 AND liste = $2;

-- name: DeleteAlleSok :exec
DELETE FROM sesjon_sok WHERE sesjon = $1;

-- name: GetMottakNavn :one
SELECT m.navn, m.kategori, k.navn AS kommune
FROM mottak m JOIN kommune k ON k.nummer = m.kommune
WHERE m.id = $1;

-- name: GetKommuneNavn :one
SELECT navn FROM kommune WHERE nummer = $1;
