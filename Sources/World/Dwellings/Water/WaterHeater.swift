internal import Clockwork
internal import Quantities
internal import Telemetry
internal import Truth

/// A storage water heater: tank, thermostats and the draws on it.
///
/// It lives on the physics grid: thermostats look at a tick and their decision holds until the
/// next, so that its power between ticks is known exactly; draws count by the seconds that they lie
/// in a step.
struct WaterHeater: Sendable {
  /// What heats until the next tick.
  struct Firing: Sendable {
    var electricW = 0.0
    var reactiveVAr = 0.0
    var fuelW = 0.0
    /// Into the water.
    var heatW = 0.0
    /// The layers that take it.
    var firstNode = 0
    var nodeCount = 1
    /// Taken from the room's air by a heat pump.
    var airHeatW = 0.0
    var airVapourKgS = 0.0
  }

  /// What a step gave to the room around.
  struct RoomExchange {
    var heatJ = 0.0
    var vapourGrams = 0.0
  }

  /// Water at the tap that is hot enough, 125 °F (Building America House Simulation
  /// Protocols 2010).
  static let setpointC = 51.7
  /// Between switching off and on (10 °F, ibid.), K.
  static let deadbandK = 5.56
  /// A heat pump's upper element waits until the top is so much colder, K (assumed 8 to 14; makers'
  /// hybrid modes).
  static let backupK = 10.0
  /// Layers with elements and thermostats, at a quarter and three quarters of the height; a heat
  /// pump's condenser is wound around the lower half.
  static let lowerElement = 1
  static let lowerSensor = 2
  static let upperElement = 8
  static let upperSensor = 9
  static let condenserNodes = 6

  let kind: WaterHeating
  let sheet: WaterHeaterSheet
  let setpointC: Double
  /// Position of the room around the tank.
  let room: Int
  var tank: WaterTank
  private(set) var firing = Firing()
  private(set) var settledAt: SimTime
  /// Since the start, kWh.
  private(set) var electricKWh = 0.0
  private(set) var fuelKWh = 0.0
  private(set) var reactiveKVArh = 0.0
  /// Heat that left with drawn water, above that of the mains, since the start, J.
  private(set) var drawnJ = 0.0
  /// Runs out of the tank unseen, L/min.
  var leakLitresPerMinute = 0.0
  private var lowerCalls = false
  private var upperCalls = false
  var book = DrawBook()

  /// nil for what has no tank.
  init?(_ kind: WaterHeating, room: Int, at time: SimTime, setpointC: Double, stepSeconds: Double) {
    guard let sheet = WaterHeaterSheet.standard(kind) else { return nil }
    self.kind = kind
    self.sheet = sheet
    self.room = room
    self.setpointC = setpointC
    settledAt = time
    tank = WaterTank(
      litres: sheet.litres, diameterM: sheet.diameterM, lossWK: sheet.lossWK,
      temperatureC: setpointC - Self.deadbandK / 2, stepSeconds: stepSeconds)
    firing.electricW = sheet.standbyW
  }

  // MARK: - Physics

  /// Lives one step.
  ///
  /// - Parameter voltage: of the step to come, over its nominal.
  mutating func step(
    to end: SimTime, air: RoomClimate, mainsC: Double, pressurePa: Double, voltage: Double = 1
  ) -> RoomExchange {
    let span = end - settledAt
    if !book.open.isEmpty { drawWater(to: end, mainsC: mainsC) }
    if leakLitresPerMinute > 0 { leakWater(for: span, mainsC: mainsC) }
    electricKWh +=
      KilowattHours(Watts(firing.electricW), microseconds: span.microseconds).value
    reactiveKVArh +=
      KilowattHours(Watts(firing.reactiveVAr), microseconds: span.microseconds).value
    fuelKWh += KilowattHours(Watts(firing.fuelW), microseconds: span.microseconds).value
    if firing.heatW > 0 {
      tank.heat(
        firing.heatW * span.seconds, first: firing.firstNode, count: firing.nodeCount)
    }
    let lostJ = tank.rest(roomC: air.temperatureC)
    let exchange = RoomExchange(
      heatJ: sheet.roomShare * lostJ + (sheet.standbyW - firing.airHeatW) * span.seconds,
      vapourGrams: -1_000 * firing.airVapourKgS * span.seconds)
    settledAt = end
    decide(air: air, pressurePa: pressurePa, voltage: voltage)
    return exchange
  }

  private mutating func drawWater(to end: SimTime, mainsC: Double) {
    for i in book.open.indices {
      let draw = book.open[i].draw
      let span = min(draw.end, end) - max(draw.start, settledAt)
      guard span > .zero else { continue }
      var left = draw.litresPerMinute * span.seconds / 60
      book.open[i].litres += left
      while left > 1e-9 {
        let outC = tank.topC
        let isHot = outC > draw.wishC && draw.wishC > mainsC
        // Litres at the tap for one from the tank.
        let yield = isHot ? (outC - mainsC) / (draw.wishC - mainsC) : 1
        let hot = min(left / yield, 0.5 * tank.nodeLitres)
        drawnJ += tank.displace(litres: hot, mainsC: mainsC)
        drawnJ -= hot * WaterTank.heatCapacity * mainsC
        book.open[i].hotLitres += hot
        if !isHot { book.open[i].coldestC = min(book.open[i].coldestC, outC) }
        left -= hot * yield
      }
    }
    book.close(upTo: end)
  }

  private mutating func leakWater(for span: SimDuration, mainsC: Double) {
    var left = leakLitresPerMinute * span.seconds / 60
    while left > 1e-9 {
      let litres = min(left, 0.5 * tank.nodeLitres)
      drawnJ += tank.displace(litres: litres, mainsC: mainsC)
      drawnJ -= litres * WaterTank.heatCapacity * mainsC
      left -= litres
    }
  }

  // MARK: - Thermostats

  private mutating func decide(air: RoomClimate, pressurePa: Double, voltage: Double) {
    let lowC = tank.temperaturesC[Self.lowerSensor]
    let highC = tank.temperaturesC[Self.upperSensor]
    lowerCalls = calls(lowerCalls, lowC, below: setpointC - Self.deadbandK)
    let isPump = kind == .heatPumpTank
    upperCalls = calls(
      upperCalls, highC, below: setpointC - (isPump ? Self.backupK : Self.deadbandK))
    var next = Firing()
    switch kind {
    case .gasTank:
      if lowerCalls {
        next.fuelW = sheet.burnerW
        next.heatW = sheet.burnerEfficiency * sheet.burnerW
      }
    case .electricTank, .heatPumpTank:
      // The upper thermostat goes first and both never heat at once.
      if upperCalls {
        next = element(Self.upperElement, voltage)
      } else if lowerCalls {
        next =
          isPump && Self.pumpAirC.contains(air.temperatureC)
          ? pumpFiring(air: air, pressurePa: pressurePa) : element(Self.lowerElement, voltage)
      }
    case .instantGas, .electricShower, .none: break
    }
    next.electricW += sheet.standbyW
    firing = next
  }

  private func calls(_ isCalling: Bool, _ measuredC: Double, below limitC: Double) -> Bool {
    isCalling ? measuredC < setpointC : measuredC < limitC
  }

  private func element(_ node: Int, _ voltage: Double) -> Firing {
    let watts = sheet.elementW * ZIPLoad.resistance.activeFactor(voltage)
    return Firing(electricW: watts, heatW: watts, firstNode: node)
  }
}
