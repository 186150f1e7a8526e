/// What the Numenta Anomaly Benchmark pays for a find and takes for a mistake.
///
/// - Source: Lavin, Ahmad 2015, "Evaluating real-time anomaly detection algorithms: the Numenta
///   Anomaly Benchmark", ICMLA; figures of the benchmark's `profiles.json`.
public struct NABProfile: Hashable, Sendable {
  public var name: String
  public var truePositive: Double
  public var falsePositive: Double
  public var falseNegative: Double

  public init(name: String, truePositive: Double, falsePositive: Double, falseNegative: Double) {
    (self.name, self.truePositive) = (name, truePositive)
    (self.falsePositive, self.falseNegative) = (falsePositive, falseNegative)
  }

  public static let standard = NABProfile(
    name: "standard", truePositive: 1, falsePositive: 0.11, falseNegative: 1)
  public static let lowFalsePositives = NABProfile(
    name: "reward_low_FP_rate", truePositive: 1, falsePositive: 0.22, falseNegative: 1)
  public static let lowFalseNegatives = NABProfile(
    name: "reward_low_FN_rate", truePositive: 1, falsePositive: 0.11, falseNegative: 2)

  public static let all = [standard, lowFalsePositives, lowFalseNegatives]
}
