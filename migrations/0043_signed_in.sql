-- Who is signed in at the desk is asked each time that people are given out.
create index staff_session_open on staff_session (staff_id) where ended_at is null;
