public import Clockwork

/// A scenario as read: the values, where each came from, and a text that replays it alone.
public struct LoadedScenario: Hashable, Sendable {
  public let scenario: Scenario
  public let world: WorldDescription
  /// The world's file, or nil if the scenario holds the world itself.
  public let worldFile: String?
  /// Allowed but probably not meant.
  public let warnings: [ScenarioWarning]
  /// The effective scenario: every default filled, in the table's order, with the world inside.
  ///
  /// Reading it gives the same scenario and world, without any other file.
  public let canonicalText: String
  /// The canonical text's hash, which changes with any value.
  public let fingerprint: Fingerprint
  let setting: Setting

  /// A value's key path and where it came from.
  public struct ValueOrigin: Hashable, Sendable {
    public let keyPath: String
    public let origin: Origin
  }

  /// The canonical text with each value's origin behind it, for `validate --resolved`.
  public var resolvedText: String { CanonicalText.text(setting, showsOrigins: true) }

  /// Where each value came from, in the order of the canonical text.
  public var origins: [ValueOrigin] { Self.origins(of: setting) }

  /// The fingerprint as a number.
  public var hash: UInt64 { fingerprint.value }

  /// Where the value at a key path was written, if anywhere.
  public func origin(of keyPath: String) -> Origin? {
    origins.first { $0.keyPath == keyPath }?.origin
  }

  private static func origins(of setting: Setting, at path: String = "") -> [ValueOrigin] {
    switch setting.content {
    case .record(let members) where !members.isEmpty:
      members.flatMap { origins(of: $0.value, at: KeyPathText.join(path, $0.key)) }
    case .list(let items) where !items.isEmpty:
      items.enumerated().flatMap { origins(of: $1, at: KeyPathText.join(path, $0)) }
    default: [ValueOrigin(keyPath: path, origin: setting.origin)]
    }
  }
}
