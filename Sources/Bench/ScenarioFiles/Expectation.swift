/// What a score must come to for a run to pass.
public struct Expectation: Hashable, Sendable, CustomStringConvertible {
  public var scoreID: String
  public var comparison: Comparison

  public init(scoreID: String, comparison: Comparison) {
    self.scoreID = scoreID
    self.comparison = comparison
  }

  /// `fusion.temperature.rmse_k <= 0.15`
  public var description: String { "\(scoreID) \(comparison)" }

  /// The values that pass.
  public enum Comparison: Hashable, Sendable, CustomStringConvertible {
    case atMost(Double)
    case below(Double)
    case atLeast(Double)
    case above(Double)
    /// Both ends pass.
    case within(ClosedRange<Double>)

    /// Reads `<= 0.15`, `< 1`, `>= 0.8`, `> 0` or `in 0.90...0.99`; nil for anything else.
    public init?(_ text: String) {
      let text = text.split(separator: " ").joined(separator: " ")
      func number(after prefix: String) -> Double? {
        guard text.hasPrefix(prefix) else { return nil }
        let rest = text.dropFirst(prefix.count)
        return NumberText.value(String(rest.first == " " ? rest.dropFirst() : rest))
      }
      if let limit = number(after: "<=") ?? number(after: "≤") {
        self = .atMost(limit)
      } else if let limit = number(after: ">=") ?? number(after: "≥") {
        self = .atLeast(limit)
      } else if let limit = number(after: "<") {
        self = .below(limit)
      } else if let limit = number(after: ">") {
        self = .above(limit)
      } else if let range = Self.range(text) {
        self = .within(range)
      } else {
        return nil
      }
    }

    private static func range(_ text: String) -> ClosedRange<Double>? {
      guard text.hasPrefix("in ") else { return nil }
      let scalars = Array(text.unicodeScalars.dropFirst(3).filter { $0 != " " })
      guard let (low, end) = NumberText.prefix(of: scalars, from: 0),
        scalars[end...].prefix(3).elementsEqual("...".unicodeScalars),
        let (high, last) = NumberText.prefix(of: scalars, from: end + 3),
        last == scalars.count, low <= high
      else { return nil }
      return low...high
    }

    /// True for a score that passes; never for NaN.
    public func isMet(by value: Double) -> Bool {
      switch self {
      case .atMost(let limit): value <= limit
      case .below(let limit): value < limit
      case .atLeast(let limit): value >= limit
      case .above(let limit): value > limit
      case .within(let range): range.contains(value)
      }
    }

    /// Judges a confidence interval: met if all of it passes, missed if none of it does.
    public func verdict(low: Double, high: Double) -> Verdict {
      guard low <= high else { return .undecided }
      if isMet(by: low) && isMet(by: high) { return .met }
      let isMissed =
        switch self {
        case .atMost(let limit): low > limit
        case .below(let limit): low >= limit
        case .atLeast(let limit): high < limit
        case .above(let limit): high <= limit
        case .within(let range): high < range.lowerBound || low > range.upperBound
        }
      return isMissed ? .missed : .undecided
    }

    /// Canonical text: reads back as the same comparison.
    public var description: String {
      switch self {
      case .atMost(let limit): "<= \(NumberText.text(limit))"
      case .below(let limit): "< \(NumberText.text(limit))"
      case .atLeast(let limit): ">= \(NumberText.text(limit))"
      case .above(let limit): "> \(NumberText.text(limit))"
      case .within(let range):
        "in \(NumberText.text(range.lowerBound))...\(NumberText.text(range.upperBound))"
      }
    }
  }

  /// What an interval says about an expectation.
  public enum Verdict: String, Hashable, Sendable {
    case met, missed, undecided
  }
}
