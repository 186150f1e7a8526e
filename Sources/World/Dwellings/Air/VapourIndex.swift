import Quantities

/// How unusual a room's organic vapours are: 1 to 500, 100 for what it had over the last day.
///
/// By the definition of Sensirion's VOC index (*What is Sensirion's VOC Index?*, 2022): a gas
/// sensor answers to the logarithm of a concentration; gain and offset adapt to its mean and
/// deviation over a day, and a sigmoid maps the mean to 100 and ends at 500. The slope at the mean
/// and the least deviation are assumed (0.5-2, 0.1-0.4).
struct VapourIndex: Sendable {
  static let mean = 100.0
  static let most = 500.0
  static let learnSeconds = 86_400.0
  static let slope = 1.0
  static let deviationMin = 0.2

  private var middle: Double
  private var variance = deviationMin * deviationMin
  private let share: Double

  init(startUgM3: Double, stepSeconds: Double) {
    middle = Elementary.log(max(startUgM3, 1))
    share = 1 - Elementary.exp(-stepSeconds / Self.learnSeconds)
  }

  mutating func step(_ vapoursUgM3: Double) -> Double {
    let off = Elementary.log(max(vapoursUgM3, 1)) - middle
    middle += share * off
    variance += share * (off * off - variance)
    let deviation = max(variance, Self.deviationMin * Self.deviationMin).squareRoot()
    let ratio = Self.most / Self.mean - 1
    return max(Self.most / (1 + ratio * Elementary.exp(-Self.slope * off / deviation)), 1)
  }
}
