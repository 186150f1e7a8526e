/// How restless readings of one quantity are while the quantity itself rests.
public struct SensorNoise: Sendable {
  /// As messages name it: `temperature`, `co2`.
  public let quantity: String
  public let standardDeviation: Double

  public init(quantity: String, standardDeviation: Double) {
    self.quantity = quantity
    self.standardDeviation = standardDeviation
  }

  /// Adds up second differences of readings at equal distances, which neither a level nor a steady
  /// slope moves: white noise of variance v gives them 6 v.
  ///
  /// Source: the difference-based estimator of Gasser, Sroka and Jennen-Steinmetz 1986, "Residual
  /// variance and residual pattern in nonlinear regression", Biometrika 73, for equal distances.
  public struct Estimator: Sendable {
    private var sum = 0.0
    public private(set) var count = 0

    public init() {}

    /// Three readings in a row.
    public mutating func add(_ a: Double, _ b: Double, _ c: Double) {
      let difference = a - 2 * b + c
      sum += difference * difference
      count += 1
    }

    public var standardDeviation: Double? {
      count > 0 ? (sum / (6 * Double(count))).squareRoot() : nil
    }
  }

  static let definitions: [FigureDefinition] = [
    figure("temperature", "K", "noise of a thermometer's minutes at night"),
    figure("co2", "ppm", "noise of a CO2 meter's minutes at night"),
  ]

  private static func figure(
    _ quantity: String, _ unit: String, _ meaning: String
  ) -> FigureDefinition {
    FigureDefinition(
      id: "noise.\(quantity)", unit: unit, meaning: meaning, section: .sensors,
      value: { home in home.noises.first { $0.quantity == quantity }?.standardDeviation })
  }
}
