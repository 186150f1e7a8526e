/// A word of a scenario file that is one of a few; the enum is the only list of them.
public protocol Choice: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  /// What choosing it means, in one short clause for help texts and the schema.
  var meaning: String { get }
}
