-- The roles of the exchange. The embedded PostgreSQL runs this file at every start; on an external
-- one a superuser runs it once, sets the passwords of yjx_migrator and yjx_app, and creates the
-- database:  CREATE DATABASE yjx OWNER yjx_owner ENCODING 'UTF8';

DO $$
BEGIN
  -- Owns every schema and table; nobody logs in as it.
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'yjx_owner') THEN
    CREATE ROLE yjx_owner NOLOGIN;
  END IF;
  -- Migrates, by SET ROLE yjx_owner; has nothing of its own.
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'yjx_migrator') THEN
    CREATE ROLE yjx_migrator LOGIN NOINHERIT;
  END IF;
  -- The server: reads and appends; changes only where a migration grants it.
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'yjx_app') THEN
    CREATE ROLE yjx_app LOGIN;
  END IF;
  -- May delete record keys, which erases records; granted to nobody by default.
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'yjx_eraser') THEN
    CREATE ROLE yjx_eraser NOLOGIN;
  END IF;
END
$$;

GRANT yjx_owner TO yjx_migrator;
