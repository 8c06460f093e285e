-- Run once by the database's image, as the owner, in a new database: the application's login has the rights of vitrina_app and no others.
\getenv password APPLICATION_PASSWORD
CREATE ROLE vitrina_app NOLOGIN;
CREATE ROLE vitrina_web LOGIN PASSWORD :'password' IN ROLE vitrina_app;
