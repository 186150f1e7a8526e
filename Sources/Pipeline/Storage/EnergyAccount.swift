public import Clockwork
public import Ingestion
public import Telemetry

/// What one device used in one hour: a row of the data plan's `energy_consumption`.
public struct EnergyHour: Hashable, Sendable {
  public var device: DeviceIndex
  /// Start of the hour.
  public var hour: SimTime
  public var energyKWh: Double
  /// In the tariff's currency; nil while no tariff is known.
  public var cost: Double?
  /// kg; nil while no tariff is known.
  public var carbonKg: Double?
}

/// Turns the energy counters of one home into hourly use, cost and emissions: a value in the lane.
///
/// What a counter gained between two readings is spread evenly over the time between them; less
/// than nothing where the home fed the grid, and then at the same price (net metering). A counter
/// that fell by more than a home can feed in was reset: its reading counts from zero
/// (``EnergyCounter``). After a gap of more than 31 days nothing is said about the gap.
public struct EnergyAccount: Sendable {
  private struct Counter: Sendable {
    var device: DeviceIndex
    var lastTime: Int64
    var lastKWh: Double
    var hour: EnergyHour?
  }

  private static let gapMax = 31 * Day.microseconds
  private var counters: [Counter] = []
  /// In order of arrival; the last one that has begun holds.
  private var tariffs: [TariffMessage] = []
  private var closed: [EnergyHour] = []

  public init() {}

  public mutating func append(_ tariff: TariffMessage) { tariffs.append(tariff) }

  /// Adds a reading; other channels than energy are ignored.
  public mutating func append(_ reading: IngestedReading) {
    guard reading.channel == .energy else { return }
    let time = reading.eventTime.microseconds
    guard let place = counters.firstIndex(where: { $0.device == reading.device }) else {
      counters.append(
        Counter(device: reading.device, lastTime: time, lastKWh: reading.value, hour: nil))
      return
    }
    let last = counters[place]
    guard time > last.lastTime else { return }
    counters[place].lastTime = time
    counters[place].lastKWh = reading.value
    let gained = EnergyCounter.gain(
      from: last.lastKWh, to: reading.value, over: .microseconds(time - last.lastTime)
    ).energyKWh
    guard time - last.lastTime <= Self.gapMax else { return }
    spread(gained, from: last.lastTime, to: time, counter: place)
  }

  /// Hands over the hours that are complete.
  public mutating func takeHours() -> [EnergyHour] {
    defer { closed.removeAll(keepingCapacity: true) }
    return closed
  }

  /// Hands over everything, at the end of a run.
  public mutating func finish() -> [EnergyHour] {
    for place in counters.indices { close(place) }
    return takeHours()
  }

  private mutating func spread(_ energyKWh: Double, from start: Int64, to end: Int64, counter: Int)
  {
    var begin = start
    while begin < end {
      let hour = HourlyBuilder.start(of: begin)
      let stop = min(end, hour + HourlyBuilder.hourMicroseconds)
      let part = energyKWh * (Double(stop - begin) / Double(end - start))
      if counters[counter].hour?.hour.microseconds != hour { close(counter) }
      var row =
        counters[counter].hour
        ?? EnergyHour(
          device: counters[counter].device, hour: SimTime(microseconds: hour), energyKWh: 0,
          cost: nil, carbonKg: nil)
      row.energyKWh += part
      if let tariff = tariffs.last(where: { $0.from.microseconds <= begin }) {
        row.cost = (row.cost ?? 0) + part * tariff.pricePerKWh
        row.carbonKg = (row.carbonKg ?? 0) + part * tariff.carbonKgPerKWh
      }
      counters[counter].hour = row
      begin = stop
    }
  }

  private mutating func close(_ counter: Int) {
    if let hour = counters[counter].hour { closed.append(hour) }
    counters[counter].hour = nil
  }
}
