import SQLite
import Telemetry

/// A version of a subject's schema.
public struct SchemaVersion: Hashable, Sendable {
  public var subject: String
  /// From 1.
  public var version: Int
  /// The same schema has the same id under every subject.
  public var id: Int64
  public var schema: SchemaType
}

/// The schemas of a log's records: subjects with versions, each allowed by the subject's rule.
///
/// - Source: Confluent Schema Registry's subjects, versions, ids and rules.
extension Broker {
  /// Which schemas may follow under a subject; BACKWARD unless it was set.
  public func compatibility(of subject: String) throws(BrokerError) -> Compatibility {
    try BrokerError.wrapping {
      let statement = try database.prepare("SELECT rule FROM schema_subject WHERE name = ?")
      try statement.bind(subject, at: 1)
      guard try statement.step() else { return .backward }
      return Compatibility(rawValue: statement.text(0)) ?? .backward
    }
  }

  public func setCompatibility(_ rule: Compatibility, of subject: String) throws(BrokerError) {
    try BrokerError.wrapping {
      let statement = try database.prepare("INSERT OR REPLACE INTO schema_subject VALUES (?, ?)")
      try statement.bind(subject, at: 1)
      try statement.bind(rule.rawValue, at: 2)
      try statement.run()
    }
  }

  /// Adds a version, or finds the one that is the same.
  ///
  /// - Throws: ``BrokerError/incompatibleSchema(subject:rule:reasons:)``, which names the fields.
  @discardableResult
  public func register(
    _ schema: SchemaType, subject: String
  ) throws(BrokerError) -> SchemaVersion {
    let rule = try compatibility(of: subject)
    return try BrokerError.wrapping {
      try database.transaction {
        let earlier = try schemaVersions(of: subject)
        let text = schema.text
        if let same = earlier.first(where: { $0.schema.text == text }) { return same }
        let reasons = rule.reasons(
          for: schema, after: earlier.map { ($0.version, $0.schema) })
        guard reasons.isEmpty else {
          throw BrokerError.incompatibleSchema(subject: subject, rule: rule, reasons: reasons)
        }
        let enter = try database.prepare("INSERT OR IGNORE INTO schema_text VALUES (NULL, ?)")
        try enter.bind(text, at: 1)
        try enter.run()
        let find = try database.prepare("SELECT id FROM schema_text WHERE text = ?")
        try find.bind(text, at: 1)
        _ = try find.step()
        let id = find.integer(0)
        find.reset()
        let version = (earlier.last?.version ?? 0) + 1
        let insert = try database.prepare("INSERT INTO schema_version VALUES (?, ?, ?)")
        try insert.bind(subject, at: 1)
        try insert.bind(version, at: 2)
        try insert.bind(id, at: 3)
        try insert.run()
        return SchemaVersion(subject: subject, version: version, id: id, schema: schema)
      }
    }
  }

  /// All versions of a subject, oldest first.
  public func versions(of subject: String) throws(BrokerError) -> [SchemaVersion] {
    try BrokerError.wrapping { try schemaVersions(of: subject) }
  }

  /// The subjects, in order of name.
  public func subjects() throws(BrokerError) -> [String] {
    try BrokerError.wrapping {
      let statement = try database.prepare(
        "SELECT DISTINCT subject FROM schema_version ORDER BY subject")
      var subjects: [String] = []
      while try statement.step() { subjects.append(statement.text(0)) }
      return subjects
    }
  }

  private func schemaVersions(of subject: String) throws -> [SchemaVersion] {
    let statement = try database.prepare(
      """
      SELECT version, id, text FROM schema_version JOIN schema_text ON id = schema
      WHERE subject = ? ORDER BY version
      """)
    try statement.bind(subject, at: 1)
    var versions: [SchemaVersion] = []
    while try statement.step() {
      versions.append(
        SchemaVersion(
          subject: subject, version: Int(statement.integer(0)), id: statement.integer(1),
          schema: try SchemaType(text: statement.text(2))))
    }
    return versions
  }
}
