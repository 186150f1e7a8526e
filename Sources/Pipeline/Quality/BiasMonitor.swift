public import Clockwork
internal import Numerics
public import Telemetry

/// Watches the sensors of one room that measure the same for one that departs from the others.
///
/// What fusion believes of each sensor's bias is compared with its mean over a first stretch. Less
/// the median of these departures over the room, what is left is free of what the room does and of
/// the sensors' common error; where it stays beyond a threshold, the sensor drifts or has jumped.
/// Two sensors cannot say which of them is wrong, so three are needed.
/// - Source: parity-space residuals: Isermann 2006, *Fault-Diagnosis Systems*, chapter 10.
public struct BiasMonitor: Sendable {
  /// How long the baseline is learned.
  public static let learnFor = SimDuration.hours(6)
  /// Below this share of the threshold the flag is closed.
  static let releaseShare = 0.6
  /// Two sensors cannot say which of them is wrong.
  public static let sensorCountMin = 3

  private struct Sensor: Sendable {
    var book: FlagBook
    let threshold: Double
    var beyondSince: SimTime?
    var baselineSum = 0.0
  }

  private var sensors: [Sensor]
  private let confirmFor: SimDuration
  private var learnedCount = 0.0
  private var since: SimTime?

  /// - Parameter sensors: device, channel and data-sheet spread of each, at least three.
  public init(
    sensors: [(device: DeviceIndex, channel: Channel, sheetSD: Double)],
    settings: QualitySettings = QualitySettings()
  ) {
    confirmFor = settings.driftConfirm
    precondition(sensors.count >= Self.sensorCountMin, "two cannot tell which of them is wrong")
    self.sensors = sensors.map {
      Sensor(
        book: FlagBook(device: $0.device, channel: $0.channel),
        threshold: settings.driftSigmas * $0.sheetSD)
    }
  }

  /// Takes what fusion believes of the biases now, in the order of the sensors; call on each tick.
  public mutating func observe(_ biases: [Double], now: SimTime, flags: inout [Flag]) {
    precondition(biases.count == sensors.count, "one bias a sensor")
    let begin = since ?? now
    since = begin
    let isLearning = now - begin < Self.learnFor
    if isLearning {
      for index in sensors.indices { sensors[index].baselineSum += biases[index] }
      learnedCount += 1
      return
    }
    let departures = zip(biases, sensors).map { $0 - $1.baselineSum / learnedCount }
    guard let middle = Statistics.median(departures) else { return }
    for index in sensors.indices {
      judge(index, departure: (departures[index] - middle).magnitude, now: now, flags: &flags)
    }
  }

  private mutating func judge(
    _ index: Int, departure: Double, now: SimTime, flags: inout [Flag]
  ) {
    let threshold = sensors[index].threshold
    guard departure > threshold else {
      sensors[index].beyondSince = nil
      if departure < Self.releaseShare * threshold {
        sensors[index].book.close(.drift, at: now, flags: &flags)
      }
      return
    }
    let beyond = sensors[index].beyondSince ?? now
    sensors[index].beyondSince = beyond
    guard now - beyond >= confirmFor else { return }
    sensors[index].book.raise(
      .drift, start: beyond, at: now, score: departure / threshold, flags: &flags)
  }

  public mutating func finish(at time: SimTime, flags: inout [Flag]) {
    for index in sensors.indices { sensors[index].book.closeAll(at: time, flags: &flags) }
  }
}
