internal import Calendar
internal import Truth

extension RunError {
  /// - Throws: ``RunError/bug(_:)`` with home, time and what was found if a law was broken.
  static func check(_ record: PlausibilityRecord, ofHome home: Int) throws(RunError) {
    guard let broken = record.first else { return }
    throw .bug(
      "home \(home) did what cannot be, \(Timestamp.utcText(broken.time)): \(broken)")
  }
}
