public import Clockwork
import Telemetry

/// A cycle that an appliance has completed or was stopped in.
public struct FinishedCycle: Hashable, Sendable {
  /// Number of the appliance in its plan.
  public var appliance: Int
  public var start: SimTime
  public var end: SimTime
  public var energyKWh: Double
}

/// What appliances gave off in a room.
struct RoomGain: Sendable {
  var heatJ = 0.0
  var vapourGrams = 0.0
  /// Of carbon dioxide, at 20 °C.
  var co2Litres = 0.0
}

/// All appliances and lamps of a dwelling.
///
/// Powers are step functions of time. Changes act from their microsecond on; energies are sums of
/// power times whole microseconds. Nothing that a person must start runs by itself: without starts
/// there are refrigerators, the router, electronics, standby and lamps left on.
///
/// Events must come in order of time per appliance; one that lies before what is already settled
/// acts
/// at the settled moment.
public struct ApplianceBank: Sendable {
  /// The plan's appliances, then one lamp a room.
  private(set) var units: [ApplianceUnit]
  /// How many appliances the plan has; lamps come on top.
  public let applianceCount: Int
  private let refrigerators: [Int]
  /// Televisions and computers, a bit each.
  let screens: UInt64
  /// One lamp a room.
  public let roomCount: Int
  /// Energy of all appliances and lamps since the start, up to the last settled moments.
  private(set) var settledKWh = 0.0
  /// The same at the last tick.
  private var tickKWh = 0.0
  /// Since they were last cleared, per room.
  private(set) var gains: [RoomGain]
  /// What went through each circuit up to the last settled moments; by raw value.
  private(set) var circuits = [CircuitFlow](
    repeating: CircuitFlow(), count: Circuit.allCases.count)
  private(set) var finished: [FinishedCycle] = []
  /// What the voltage makes of each kind, at a rating of 1.
  private var supplies = LoadMix.all.map { $0.supply(1, rating: 1) }
  private var voltage = 1.0

  /// Luminous efficacy of the home's lamps, lm/W.
  let lampEfficacy: Double
  /// - Parameters:
  ///   - rating: scales all appliances' powers.
  ///   - refrigeratorPhase: where in its pause the first refrigerator begins, 0..<1.
  init(_ plan: DwellingPlan, at time: SimTime, rating: Double, refrigeratorPhase: Double) {
    applianceCount = plan.appliances.count
    lampEfficacy = plan.lampEfficacy
    roomCount = plan.rooms.count
    refrigerators = plan.appliances.indices.filter {
      RefrigeratorSheet(plan.appliances[$0].kind) != nil
    }
    screens = Screen.bits(plan.appliances)
    units = []
    // No more than is needed: an array left to itself would double.
    units.reserveCapacity(plan.appliances.count + plan.rooms.count)
    units += plan.appliances.map { appliance in
      ApplianceUnit(
        appliance.kind, room: appliance.room.index, rating: rating * appliance.powerFactor,
        ownW: appliance.ownW, at: time)
    }
    for (number, index) in refrigerators.enumerated() {
      // Fractions of the golden ratio keep compressors of one home from running in step.
      let phase = (refrigeratorPhase + 0.618 * Double(number)).truncatingRemainder(dividingBy: 1)
      units[index].refrigerator = RefrigeratorSheet(units[index].kind).map {
        Refrigerator($0, at: time, phase: phase)
      }
    }
    for (index, room) in plan.rooms.enumerated() {
      units.append(
        ApplianceUnit(
          .lamp, room: index, rating: 1, ownW: Self.lampW(room, efficacy: lampEfficacy), at: time))
    }
    gains = Array(repeating: RoomGain(), count: plan.rooms.count)
  }

  // MARK: - Events

  /// Starts an appliance; nil if it runs already, cannot be started or has no power.
  ///
  /// - Parameters:
  ///   - duration: how long its user wants it; nil for its programme, for a television or computer
  ///     until it is stopped. Only what ``ApplianceKind/hasChosenDuration`` says heeds it.
  /// - Returns: when it will end by itself.
  public mutating func start(
    _ appliance: Int, at time: SimTime, jitter: CycleJitter, duration: SimDuration? = nil
  ) -> SimTime? {
    settle(appliance, to: time)
    return units[appliance].start(jitter, duration: duration)
  }

  /// Stops an appliance before its time.
  public mutating func stop(_ appliance: Int, at time: SimTime) {
    settle(appliance, to: time)
    record(units[appliance].stop(), of: appliance)
  }

  /// Lets a cycle whose user chose its length run until `end` instead; false if none such is under
  /// way.
  public mutating func letRun(_ appliance: Int, until end: SimTime) -> Bool {
    units[appliance].letRun(until: end)
  }

  /// The cycles under way, as if each ended at a moment not before the last event.
  public func openCycles(at time: SimTime) -> [FinishedCycle] {
    units.indices.prefix(applianceCount).compactMap { index in
      guard units[index].isRunning else { return nil }
      var unit = units[index]
      let ended = unit.settle(to: time).finished ?? unit.stop().finished
      return ended.map {
        FinishedCycle(appliance: index, start: $0.start, end: $0.end, energyKWh: $0.energyKWh)
      }
    }
  }

  /// Breaks or repairs the first refrigerator.
  mutating func setRefrigerator(_ state: RefrigeratorState, at time: SimTime) {
    guard let first = refrigerators.first, units[first].refrigerator?.state != state else { return }
    settle(first, to: time)
    units[first].refrigerator?.set(state, at: time)
  }

  /// Air in the first refrigerator, °C; nil without one.
  public func cabinetTemperatureC(at time: SimTime) -> Double? {
    guard let first = refrigerators.first else { return nil }
    var unit = units[first]
    _ = unit.settle(to: time)
    return unit.refrigerator?.cabinetC(at: time)
  }

  /// Gives or takes the power at an appliance's socket; a cycle under way ends.
  public mutating func setPowered(_ isPowered: Bool, appliance: Int, at time: SimTime) {
    settle(appliance, to: time)
    record(units[appliance].setPowered(isPowered), of: appliance)
  }

  /// Sets the lamp of a room to a share 0...1 of its power.
  public mutating func setLamp(room: Int, level: Double, at time: SimTime) {
    settle(applianceCount + room, to: time)
    units[applianceCount + room].setLevel(level)
  }

  /// The cycles that ended since this was last called, in order of settling.
  public mutating func takeFinishedCycles() -> [FinishedCycle] {
    defer { finished.removeAll(keepingCapacity: true) }
    return finished
  }

  // MARK: - Questions

  /// Whether a cycle is under way.
  public func isRunning(_ appliance: Int) -> Bool { units[appliance].isRunning }
  /// Whether the socket has power.
  public func isPowered(_ appliance: Int) -> Bool { units[appliance].isPowered }

  /// Power of one appliance at a moment not before its last event, W.
  public func powerW(_ appliance: Int, at time: SimTime) -> Double {
    var unit = units[appliance]
    _ = unit.settle(to: time)
    return unit.powerW
  }

  /// Energy of one appliance from the start up to a moment not before its last event, kWh.
  public func energyKWh(_ appliance: Int, at time: SimTime) -> Double {
    var unit = units[appliance]
    _ = unit.settle(to: time)
    return unit.energyKWh
  }

  /// Reactive energy of one appliance from the start up to a moment not before its last event,
  /// kvarh.
  public func reactiveKVArh(_ appliance: Int, at time: SimTime) -> Double {
    var unit = units[appliance]
    _ = unit.settle(to: time)
    return unit.reactiveKVArh
  }

  /// Reactive energy of all appliances and lamps from the start, kvarh.
  public func totalReactiveKVArh(at time: SimTime) -> Double {
    var sum = 0.0
    for index in units.indices { sum += reactiveKVArh(index, at: time) }
    return sum
  }

  /// Power of all appliances and lamps, W.
  public func totalPowerW(at time: SimTime) -> Double {
    var sum = 0.0
    for i in units.indices { sum += powerW(i, at: time) }
    return sum
  }

  /// Energy of all appliances and lamps from the start, kWh.
  public func totalEnergyKWh(at time: SimTime) -> Double {
    var sum = settledKWh
    units.withUnsafeBufferPointer { units in
      for index in units.indices where units[index].settledAt < time {
        sum += units[index].gainKWh(to: time)
      }
    }
    return sum
  }

  // MARK: - Physics ticks

  /// Settles everything to a tick; the energy used since the tick before, kWh.
  mutating func settleTick(at time: SimTime) -> Double {
    for i in units.indices { settle(i, to: time) }
    defer { tickKWh = settledKWh }
    return settledKWh - tickKWh
  }

  /// Lets a voltage, over its nominal, act on everything from the last tick on.
  mutating func setVoltage(_ ratio: Double) {
    guard ratio != voltage else { return }
    voltage = ratio
    LoadMix.all.withUnsafeBufferPointer { mixes in
      supplies.withUnsafeMutableBufferPointer { supplies in
        for kind in mixes.indices { supplies[kind] = mixes[kind].supply(ratio, rating: 1) }
        units.withUnsafeMutableBufferPointer { units in
          for index in units.indices {
            units[index].take(supplies[Int(units[index].kind.rawValue)])
          }
        }
      }
    }
  }

  /// Forgets what entered the rooms, once it has been passed on.
  mutating func clearRoomGains() {
    for room in 0..<roomCount { gains[room] = RoomGain() }
  }

  /// Adds what something beside the appliances gave to a room since the last tick.
  mutating func addGain(
    room: Int, heatJ: Double, vapourGrams: Double, co2Litres: Double = 0
  ) {
    gains[room].heatJ += heatJ
    gains[room].vapourGrams += vapourGrams
    gains[room].co2Litres += co2Litres
  }

  /// Tells refrigerators how warm their rooms are, at a tick to which they are settled.
  mutating func setAmbient(_ rooms: [RoomClimate]) {
    for i in refrigerators {
      let (temperatureC, settledAt) = (rooms[units[i].room].temperatureC, units[i].settledAt)
      guard var machine = units[i].refrigerator else { continue }
      machine.ambientC = temperatureC
      machine.followRoom(at: settledAt)
      units[i].refrigerator = machine
    }
  }

  @inline(__always)
  private mutating func settle(_ index: Int, to time: SimTime) {
    if units[index].settledAt >= time || units[index].rest(until: time) { return }
    let settled = units[index].settle(to: time)
    let room = units[index].room
    settledKWh += settled.energyKWh
    let circuit = units[index].circuit
    circuits[circuit].activeKWh += settled.energyKWh
    circuits[circuit].reactiveKVArh += settled.reactiveKVArh
    // The one place where kWh of appliances become joules of heat: 3.6 MJ each.
    gains[room].heatJ += settled.energyKWh * 3.6e6 * units[index].kind.heatShare
    gains[room].vapourGrams += settled.vapourGrams
    record(settled, of: index)
  }

  private mutating func record(_ settled: ApplianceUnit.Settled, of index: Int) {
    guard let end = settled.finished else { return }
    finished.append(
      FinishedCycle(
        appliance: index, start: end.start, end: end.end, energyKWh: end.energyKWh))
  }
}
