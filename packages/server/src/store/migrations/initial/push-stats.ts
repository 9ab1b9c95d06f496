/** What became of pushes, counted; and what somebody should look at. */
export const pushStatsStatements = [
  // Devices by what the journal says of them, an hour a row: charts read this, not the journal.
  `create table push_stats (
     sdk_app_id bigint not null,
     hour timestamptz not null,
     -- '' where there is none: no token, no version told, never handed to a vendor
     vendor text not null,
     app_version text not null,
     class text not null,
     stage text not null,
     reason text not null,
     count bigint not null,
     primary key (sdk_app_id, hour, vendor, app_version, class, stage, reason)
   )`,
  `create index push_stats_by_hour on push_stats (hour)`,
  // The same by whole days of UTC: a long span is added up from few rows.
  `create table push_stats_days (
     sdk_app_id bigint not null,
     day timestamptz not null,
     vendor text not null,
     app_version text not null,
     class text not null,
     stage text not null,
     reason text not null,
     count bigint not null,
     primary key (sdk_app_id, day, vendor, app_version, class, stage, reason)
   )`,
  `create index push_stats_days_by_day on push_stats_days (day)`,
  // The same by hour and stage alone: a chart over time of all there is.
  `create table push_stats_flow (
     sdk_app_id bigint not null,
     hour timestamptz not null,
     stage text not null,
     count bigint not null,
     primary key (sdk_app_id, hour, stage)
   )`,
  `create index push_stats_flow_by_hour on push_stats_flow (hour)`,
  // How far the journal has been counted: the one row.
  `create table push_stats_cursor (
     only_row boolean primary key default true check (only_row),
     journal_id bigint not null,
     counted_at timestamptz not null
   )`,
  `insert into push_stats_cursor (journal_id, counted_at) values (0, now())`,
  // One row an alarm from its opening to its closing.
  `create table alarms (
     alarm_id bigint generated always as identity primary key,
     kind text not null,
     -- What it is about: a vendor, a certificate's number
     subject text not null,
     severity text not null check (severity in ('warning', 'critical')),
     opened_at timestamptz not null,
     closed_at timestamptz,
     -- As last looked at; text is for people.
     last_value double precision,
     text text not null,
     updated_at timestamptz not null,
     -- When the webhook was told.
     told_opened_at timestamptz,
     told_closed_at timestamptz
   )`,
  `create unique index alarms_open on alarms (kind, subject) where closed_at is null`,
  `create index alarms_by_time on alarms (opened_at)`,
]
