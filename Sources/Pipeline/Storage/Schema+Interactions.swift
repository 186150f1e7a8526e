/// The document role: what people said to the house, what it made of it and what they thought.
///
/// Messages are named by the bits of their id. Residents and rooms are numbers that a device sent,
/// so they refer to nothing: words of somebody whom the plan does not list are kept too.
extension Schema {
  static let interactions = """
    CREATE TABLE interaction_words(
      message INTEGER PRIMARY KEY,
      device_id INTEGER NOT NULL REFERENCES devices(id),
      time_us INTEGER NOT NULL,
      resident INTEGER NOT NULL,
      location_id INTEGER NOT NULL,
      content TEXT NOT NULL
    ) STRICT;
    CREATE TABLE interaction_answer(
      interaction INTEGER PRIMARY KEY,
      time_us INTEGER NOT NULL,
      action TEXT,
      target TEXT,
      room INTEGER,
      value REAL,
      response TEXT NOT NULL,
      command_count INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE interaction_feedback(
      message INTEGER PRIMARY KEY,
      interaction INTEGER NOT NULL,
      time_us INTEGER NOT NULL,
      resident INTEGER NOT NULL,
      rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
      comment TEXT NOT NULL
    ) STRICT;
    """

  /// The documents as the data plan has them, and feedback that belongs to none.
  ///
  /// The newest rating of whoever spoke counts.
  static let interactionViews = """
    CREATE VIEW user_interactions AS
      SELECT w.message, w.time_us, json_object(
        'user_id', 'user_' || w.resident,
        'timestamp', strftime('%Y-%m-%dT%H:%M:%SZ', w.time_us / 1000000, 'unixepoch'),
        'interaction_type', 'voice_command',
        'content', w.content,
        'device_id', d.device_id,
        'location_id', l.name,
        'intent', json(iif(a.action IS NULL, NULL, json_object(
          'action', a.action, 'target', a.target,
          'parameters', json_object('room', a.room, 'value', a.value)))),
        'execution_status', CASE WHEN a.interaction IS NULL THEN 'unanswered'
          WHEN a.action IS NULL THEN 'refused'
          WHEN a.command_count > 0 THEN 'commanded' ELSE 'answered' END,
        'response', a.response,
        'feedback', json((SELECT json_object('rating', f.rating, 'comment', f.comment)
          FROM interaction_feedback f
          WHERE f.interaction = w.message AND f.resident = w.resident
          ORDER BY f.time_us DESC, f.message DESC LIMIT 1))) AS document
      FROM interaction_words w
      JOIN devices d ON d.id = w.device_id
      LEFT JOIN locations l ON l.id = w.location_id
      LEFT JOIN interaction_answer a ON a.interaction = w.message;
    CREATE VIEW feedback_dead_letters AS
      SELECT f.message, f.interaction, f.time_us, f.resident, f.rating, f.comment,
        iif(w.message IS NULL, 'words_not_received', 'words_of_somebody_else') AS reason
      FROM interaction_feedback f
      LEFT JOIN interaction_words w ON w.message = f.interaction
      WHERE w.message IS NULL OR w.resident <> f.resident;
    """
}
