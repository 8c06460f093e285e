-- The tables of sqlalchemy-celery-beat, which keeps when each repeated task ran last; written down here so that the
-- application's narrow role need not create them.
CREATE SCHEMA timetable;
GRANT USAGE ON SCHEMA timetable TO vitrina_app;
SET LOCAL search_path TO timetable;

CREATE TYPE period AS ENUM ('days', 'hours', 'minutes', 'seconds', 'microseconds');
CREATE TYPE solarevent AS ENUM ('dawn_astronomical', 'dawn_nautical', 'dawn_civil', 'sunrise', 'solar_noon', 'sunset', 'dusk_civil', 'dusk_nautical', 'dusk_astronomical');

CREATE TABLE celery_clockedschedule (
    id SERIAL NOT NULL,
    clocked_time TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id)
);

CREATE TABLE celery_crontabschedule (
    id SERIAL NOT NULL,
    minute VARCHAR(240) NOT NULL,
    hour VARCHAR(96) NOT NULL,
    day_of_week VARCHAR(64) NOT NULL,
    day_of_month VARCHAR(124) NOT NULL,
    month_of_year VARCHAR(64) NOT NULL,
    timezone VARCHAR(64) NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE celery_intervalschedule (
    id SERIAL NOT NULL,
    every INTEGER NOT NULL,
    period period NOT NULL,
    PRIMARY KEY (id),
    CHECK (every >= 1)
);

CREATE TABLE celery_periodictask (
    id SERIAL NOT NULL,
    name VARCHAR(255) NOT NULL,
    task VARCHAR(255) NOT NULL,
    args TEXT NOT NULL,
    kwargs TEXT NOT NULL,
    queue VARCHAR(255),
    exchange VARCHAR(255),
    routing_key VARCHAR(255),
    headers TEXT,
    priority INTEGER,
    expires TIMESTAMP WITH TIME ZONE,
    expire_seconds INTEGER,
    one_off BOOLEAN NOT NULL,
    start_time TIMESTAMP WITH TIME ZONE,
    enabled BOOLEAN NOT NULL,
    last_run_at TIMESTAMP WITH TIME ZONE,
    total_run_count INTEGER NOT NULL,
    date_changed TIMESTAMP WITH TIME ZONE,
    description TEXT,
    discriminator VARCHAR(20) NOT NULL,
    schedule_id INTEGER NOT NULL,
    PRIMARY KEY (id),
    CHECK (priority BETWEEN 0 AND 255),
    UNIQUE (name)
);

CREATE TABLE celery_periodictaskchanged (
    id SERIAL NOT NULL,
    last_update TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE celery_solarschedule (
    id SERIAL NOT NULL,
    event solarevent NOT NULL,
    latitude NUMERIC(9, 6) NOT NULL,
    longitude NUMERIC(9, 6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (event, latitude, longitude),
    CHECK (latitude BETWEEN -90 AND 90),
    CHECK (longitude BETWEEN -180 AND 180)
);

SET LOCAL search_path TO DEFAULT;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA timetable TO vitrina_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA timetable TO vitrina_app;
