public import Clockwork

/// One quantity of one room by any of the fusion methods.
public struct RoomFuser: Sendable {
  /// A last reading older than this no longer counts for the methods without a model.
  public static let staleAfter = SimDuration.minutes(65)

  public let method: FusionMethod
  private let sensors: [FusedSensor]
  private var lastValue: [Double]
  private var lastTime: [SimTime]
  private var filter: RoomFilter?
  /// The filter's view of a time up to which nothing was heard: a copy goes on where it waits.
  private var ahead: RoomFilter?
  /// When each sensor's silence will say something next; distant where it says nothing.
  private var nextSilence: [SimTime]

  public init(method: FusionMethod, sensors: [FusedSensor], dynamics: QuantityDynamics) {
    self.method = method
    self.sensors = sensors
    lastValue = Array(repeating: 0, count: sensors.count)
    lastTime = Array(repeating: .distantPast, count: sensors.count)
    nextSilence = Array(repeating: .distantFuture, count: sensors.count)
    if method == .kalman {
      filter = RoomFilter(
        dynamics: dynamics,
        biasSD: sensors.map { $0.sheetSD },
        noiseSD: sensors.map {
          (dynamics.noiseSD * dynamics.noiseSD + $0.addedSD * $0.addedSD).squareRoot()
        },
        responseSeconds: sensors.map(\.responseSeconds), adaptsNoise: true)
    }
  }

  /// Takes one reading of one sensor; readings come in order of time.
  public mutating func observe(_ value: Double, sensor: Int, at time: SimTime) {
    guard value.isFinite else { return }
    lastValue[sensor] = value
    lastTime[sensor] = time
    forgetAhead()
    guard let isBelieved = filter?.observe(value, sensor: sensor, at: time) else { return }
    // The silence after a reading that was not believed stands for nothing either.
    let silence = isBelieved ? sensors[sensor].silence : nil
    nextSilence[sensor] = silence.map { time + $0.period } ?? .distantFuture
  }

  /// A reading of a sensor came that must not be used: its silence says nothing until the next.
  public mutating func distrust(sensor: Int) { nextSilence[sensor] = .distantFuture }

  /// Says what the thermostat asks of the plant from `time` on: 1 heat, -1 cooling, 0 nothing.
  public mutating func setCall(_ call: Double, at time: SimTime) {
    forgetAhead()
    filter?.setCall(call, at: time)
  }

  /// All messages up to `time` have been taken: what did not come until then was not sent.
  ///
  /// - Parameter now: when the next estimate is for; later than `time`, by far in an outage.
  public mutating func close(upTo time: SimTime, now: SimTime) {
    hearSilence(upTo: time)
    lookAhead(from: time, to: now)
  }

  private mutating func hearSilence(upTo time: SimTime) {
    let isSilent = nextSilence.contains { $0 <= time }
    if isSilent || filter?.isFarBehind(time) == true {
      forgetAhead()
      filter?.advance(to: time)
    }
    guard isSilent else { return }
    for sensor in sensors.indices where nextSilence[sensor] <= time {
      guard let silence = sensors[sensor].silence else { continue }
      guard time - lastTime[sensor] <= silence.heartbeat else {
        nextSilence[sensor] = .distantFuture
        continue
      }
      filter?.observeSilence(
        of: sensor, around: lastValue[sensor], halfWidth: silence.halfWidth)
      nextSilence[sensor] = time + silence.period
    }
  }

  private mutating func lookAhead(from time: SimTime, to now: SimTime) {
    guard now - time > .seconds(PlantCall.lookaheadSeconds) else { return forgetAhead() }
    if ahead == nil {
      ahead = filter
      ahead?.lookAhead()
    }
    ahead?.advance(to: now)
  }

  /// Looked at first, because to write nothing over nothing costs as much as over a filter.
  private mutating func forgetAhead() {
    if ahead != nil { ahead = nil }
  }

  /// What the filter thinks of a sensor's bias; nil for methods that think nothing of it.
  public func bias(sensor: Int) -> Double? { filter?.bias(sensor: sensor) }

  /// - Returns: mean and standard deviation, or nil while nothing usable has been read.
  public func estimate(at now: SimTime) -> (mean: Double, sd: Double)? {
    switch method {
    case .kalman:
      guard lastTime.contains(where: { $0 != .distantPast }),
        let (mean, variance) = ahead?.estimate(at: now) ?? filter?.estimate(at: now)
      else { return nil }
      return (mean, max(variance, 0).squareRoot())
    case .latest:
      guard let newest = lastTime.indices.max(by: { lastTime[$0] < lastTime[$1] }),
        lastTime[newest] != .distantPast
      else { return nil }
      return (lastValue[newest], sensors[newest].sheetSD)
    case .mean:
      return weighted(at: now, weight: { _ in 1 }) { sum, count in
        sum / count.squareRoot()
      }
    case .inverseVariance:
      // As in the data plan: weight 1/uncertainty, and 1/(sum of weights) printed as uncertainty.
      return weighted(at: now, weight: { 1 / $0.sheetSD }, sd: { _, _ in nil })
    }
  }

  /// - Parameter sd: from the mean data-sheet figure and the count; nil means 1 / total weight.
  private func weighted(
    at now: SimTime, weight: (FusedSensor) -> Double,
    sd: (_ meanSheetSD: Double, _ count: Double) -> Double?
  ) -> (mean: Double, sd: Double)? {
    var total = 0.0
    var sum = 0.0
    var sheetSum = 0.0
    var count = 0.0
    for i in sensors.indices
    where lastTime[i] != .distantPast && now - lastTime[i] <= Self.staleAfter {
      let w = weight(sensors[i])
      total += w
      sum += w * lastValue[i]
      sheetSum += sensors[i].sheetSD
      count += 1
    }
    guard count > 0 else { return nil }
    return (sum / total, sd(sheetSum / count, count) ?? 1 / total)
  }
}
