-- Two roles: danbiet_owner owns the tables and migrates, danbiet_app serves and can't alter the journal.
--   runuser -u postgres -- psql -v ON_ERROR_STOP=1 -v owner=SECRET1 -v app=SECRET2 -f postgresql.sql
CREATE ROLE danbiet_owner LOGIN PASSWORD :'owner';
CREATE ROLE danbiet_app LOGIN PASSWORD :'app';
CREATE DATABASE danbiet OWNER danbiet_owner ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
REVOKE ALL ON DATABASE danbiet FROM PUBLIC;
GRANT CONNECT ON DATABASE danbiet TO danbiet_app;
\connect danbiet
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
