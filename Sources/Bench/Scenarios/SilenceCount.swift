/// How often a stage was asked and said nothing; the null's answer, or a refusal, was charged.
public struct SilenceCount: Sendable {
  public var asked = 0
  public var silent = 0

  public init() {}

  mutating func note(isSilent: Bool) {
    asked += 1
    if isSilent { silent += 1 }
  }

  static func += (sum: inout SilenceCount, other: SilenceCount) {
    sum.asked += other.asked
    sum.silent += other.silent
  }
}
