/// One line of what a case expects or of what came out; two are equal if they say the same.
///
///     MATCH A=[a1, a2] B=[b] @5
///     TIMEOUT A=[a1] @11
///     LATE b0 @4
///     EXCEPTION why the pattern is refused
public enum CaseOutcome: Hashable, Sendable, CustomStringConvertible {
  public struct Taken: Hashable, Sendable {
    public var stage: String
    public var events: [String]

    public init(stage: String, events: [String]) {
      self.stage = stage
      self.events = events
    }
  }

  /// What the stages took, by name, and when in ms.
  case match([Taken], time: Int64)
  case timeout([Taken], time: Int64)
  case late(String, time: Int64)
  /// The pattern is refused, or its search ends; the words are for people and compare equal.
  case refusal(CaseWords)

  public var isRefusal: Bool { if case .refusal = self { true } else { false } }

  public var description: String {
    switch self {
    case .match(let taken, let time): Self.text("MATCH", taken, time)
    case .timeout(let taken, let time): Self.text("TIMEOUT", taken, time)
    case .late(let name, let time): "LATE \(name) @\(time)"
    case .refusal(let words): "EXCEPTION \(words.text)"
    }
  }

  private static func text(_ word: String, _ taken: [Taken], _ time: Int64) -> String {
    let parts = taken.map { "\($0.stage)=[\($0.events.joined(separator: ", "))]" }
    return ([word] + parts + ["@\(time)"]).joined(separator: " ")
  }
}

/// Words that people read and no comparison does.
public struct CaseWords: Hashable, Sendable {
  public var text: String
  public init(_ text: String) { self.text = text }
  public static func == (a: Self, b: Self) -> Bool { true }
  public func hash(into hasher: inout Hasher) {}
}
