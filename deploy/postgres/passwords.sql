-- For psql: sets the passwords of the roles from the environment.
\getenv migration_password POSTGRES_MIGRATION_PASSWORD
\getenv app_password POSTGRES_APP_PASSWORD
alter role order_countdown_migration password :'migration_password';
alter role order_countdown_app password :'app_password';
