import Reporting
import Telemetry

/// What a method sends of a series, and how well.
struct SampleAccount {
  /// A coin cell and a radio of the kind that sensors have: 225 mAh, 3 µA asleep, 5 µAs a
  /// measurement, 60 µAs a message.
  enum Battery {
    static let capacityMicroampereHours = 225_000.0
    static let sleepMicroamperes = 3.0
    static let measurementMicroampereSeconds = 5.0
    static let messageMicroampereSeconds = 60.0
    static let text =
      "225 mAh, 3 µA asleep, 5 µAs a measurement, 60 µAs a message, a message for each value sent"

    static func years(measurementsPerDay: Double, messagesPerDay: Double) -> Double {
      let current =
        sleepMicroamperes
        + (measurementMicroampereSeconds * measurementsPerDay
          + messageMicroampereSeconds * messagesPerDay) / 86_400
      return capacityMicroampereHours / current / 8_766
    }
  }

  var method: SampleMethod
  var keptCount: Int
  var byteCount: Int
  var messagesPerDay: Double?
  var rootMeanSquare: Double
  var errorMax: Double
  var bound: Double?
  var batteryYears: Double?

  /// - Parameter days: from the first to the last row; 0 where there is one.
  init(_ method: SampleMethod, _ sent: SampleMethod.Sent, of values: [Double], days: Double) {
    self.method = method
    keptCount = sent.knots.count
    byteCount = sent.bytes.count
    bound = sent.bound
    var (sum, worst) = (0.0, 0.0)
    for (shown, value) in zip(sent.shown, values) {
      sum += (shown - value) * (shown - value)
      worst = max(worst, (shown - value).magnitude)
    }
    rootMeanSquare = (sum / Double(max(values.count, 1))).squareRoot()
    errorMax = worst
    guard days > 0 else { return }
    let perDay = Double(keptCount) / days
    messagesPerDay = perDay
    batteryYears = Battery.years(
      measurementsPerDay: Double(values.count) / days, messagesPerDay: perDay)
  }

  static let columns = [
    "method", "kept", "bytes", "messages a day", "RMSE", "largest error", "guaranteed",
    "battery years", "Gaussian bound", "bytes / bound",
  ]

  /// - Parameter orientation: the fewest bytes for this error by the series' spectrum.
  func cells(orientation: Double?) -> [String] {
    let ratio = orientation.flatMap { $0 > 0 ? Double(byteCount) / $0 : nil }
    return [
      method.rawValue, "\(keptCount)", "\(byteCount)", TextTable.short(messagesPerDay),
      TextTable.short(rootMeanSquare), TextTable.short(errorMax), TextTable.short(bound),
      TextTable.short(batteryYears), TextTable.short(orientation), TextTable.short(ratio),
    ]
  }

  func json(orientation: Double?) -> JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    return .object([
      JSONMember("method", .string(method.rawValue)),
      JSONMember("kept_count", .integer(Int64(keptCount))),
      JSONMember("bytes", .integer(Int64(byteCount))),
      JSONMember("messages_per_day", number(messagesPerDay)),
      JSONMember("rmse", .number(rootMeanSquare)), JSONMember("error_max", .number(errorMax)),
      JSONMember("error_guaranteed", number(bound)),
      JSONMember("battery_years", number(batteryYears)),
      JSONMember("bound_bytes", number(orientation)),
    ])
  }
}
