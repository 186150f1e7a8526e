import Clockwork
import SQLite
import Telemetry

/// The prepared statements behind the documents of interactions.
///
/// Where ingestion lets doubles through, the first copy stays.
struct InteractionStatements {
  private let words: Statement
  private let answer: Statement
  private let feedback: Statement

  init(_ database: Database) throws(DatabaseError) {
    words = try database.prepare("INSERT OR IGNORE INTO interaction_words VALUES (?,?,?,?,?,?)")
    answer = try database.prepare(
      "INSERT OR IGNORE INTO interaction_answer VALUES (?,?,?,?,?,?,?,?)")
    feedback = try database.prepare(
      "INSERT OR IGNORE INTO interaction_feedback VALUES (?,?,?,?,?,?)")
  }

  func write(_ interactions: StoredInteractions, of home: HomeID) throws(DatabaseError) {
    for item in interactions.words {
      try words.bind(Self.key(item.id), at: 1)
      try words.bind(RelationalKey.device(home, item.id.device), at: 2)
      try words.bind(item.arrival.microseconds, at: 3)
      try words.bind(Int64(item.utterance.resident.rawValue), at: 4)
      try words.bind(RelationalKey.location(home, item.utterance.room), at: 5)
      try words.bind(item.utterance.text, at: 6)
      try words.run()
    }
    for item in interactions.answers { try write(item) }
    for item in interactions.ratings {
      let given = item.feedback
      try feedback.bind(Self.key(item.id), at: 1)
      try feedback.bind(Self.key(Self.utterance(of: given, home)), at: 2)
      try feedback.bind(item.arrival.microseconds, at: 3)
      try feedback.bind(Int64(given.resident.rawValue), at: 4)
      try feedback.bind(Int64(given.rating), at: 5)
      try feedback.bind(given.comment, at: 6)
      try feedback.run()
    }
  }

  private func write(_ item: Answer) throws(DatabaseError) {
    try answer.bind(Self.key(item.utterance), at: 1)
    try answer.bind(item.decidedAt.microseconds, at: 2)
    if let intent = item.intent {
      try answer.bind(intent.action.name, at: 3)
      try answer.bind(intent.target.name, at: 4)
    } else {
      try answer.bindNull(at: 3)
      try answer.bindNull(at: 4)
    }
    if let room = item.intent?.room {
      try answer.bind(Int64(room.rawValue), at: 5)
    } else {
      try answer.bindNull(at: 5)
    }
    // Not-a-number is bound as NULL.
    try answer.bind(item.intent?.value ?? .nan, at: 6)
    try answer.bind(item.text, at: 7)
    try answer.bind(Int64(item.commandCount), at: 8)
    try answer.run()
  }

  private static func utterance(of feedback: Feedback, _ home: HomeID) -> MessageID {
    MessageID(home: home, device: feedback.utteranceDevice, sequence: feedback.utteranceSequence)
  }

  private static func key(_ id: MessageID) -> Int64 { Int64(bitPattern: id.rawValue) }
}
