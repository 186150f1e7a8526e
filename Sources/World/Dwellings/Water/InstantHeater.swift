internal import Clockwork
internal import Quantities
internal import Telemetry

/// Gas that heats water as it is drawn: the tap's side of a combi boiler, or a heater of its own.
///
/// It keeps no water warm. Whatever is drawn first warms the exchanger, which cools between draws:
/// small draws cost far more gas than they bring heat. It burns the boiler's way
/// (``Boiler/efficiency(load:returnC:)``). Its fan's electricity, some 10 Wh a day, is left out.
///
/// Where a boiler heats the rooms too, the tap goes first: its burner serves nobody else meanwhile
/// (``busyShare(from:to:)``).
struct InstantHeater: Sendable {
  /// The most heat for the tap, W: assumed, 24-35 kW, the range of combi boilers on sale.
  static let fullW = 30_000.0
  /// Less does not light it, L/min: assumed, 1.5-2.5.
  static let leastLitresPerMinute = 2.0
  /// Water and metal of the exchanger, J/K: a litre and some 5 kg of steel and copper; assumed,
  /// 4-10 kJ/K. A usual day's draws then lose about what SAP 2012, table 3a, adds for a combi
  /// without keep-hot facility: 600 kWh a year.
  static let exchangerJK = 6_400.0
  /// Its temperature while it heats, °C: assumed, 50-70.
  static let workC = 60.0
  /// In which it cools by 63 %, s: assumed, 20-60 min.
  static let coolingSeconds = 2_400.0
  /// Water that comes back from the exchanger to the burner, °C: assumed, 30-45.
  static let returnC = 40.0

  /// Position of the room around it.
  let room: Int
  var book = DrawBook()
  private(set) var exchangerC: Double
  private(set) var settledAt: SimTime
  /// Gas since the start, by its higher heating value, kWh.
  private(set) var fuelKWh = 0.0
  /// The same in the last step, W.
  private(set) var stepFuelW = 0.0
  /// Heat that left with drawn water, above that of the mains, since the start, J.
  private(set) var drawnJ = 0.0

  init(room: Int, roomC: Double, at time: SimTime) {
    self.room = room
    exchangerC = roomC
    settledAt = time
  }

  /// The most gas that it burns, W.
  static let fuelMaxW = fullW / Boiler.efficiency(load: 1, returnC: returnC)

  /// Lives one step.
  ///
  /// - Parameter isOut: its burner does not light.
  /// - Returns: what the exchanger gave to the room, J.
  mutating func step(to end: SimTime, roomC: Double, mainsC: Double, isOut: Bool) -> Double {
    let span = (end - settledAt).seconds
    let start = settledAt
    settledAt = end
    let left = Elementary.exp(-span / Self.coolingSeconds)
    let lostJ = Self.exchangerJK * (exchangerC - roomC) * (1 - left)
    exchangerC = roomC + (exchangerC - roomC) * left
    stepFuelW = 0
    guard !book.open.isEmpty else { return lostJ }
    var fuelJ = 0.0
    for stretch in stretches(from: start, to: end) {
      fuelJ += heat(stretch, mainsC: mainsC, isOut: isOut)
    }
    stepFuelW = fuelJ / span
    fuelKWh += fuelJ / 3.6e6
    book.close(upTo: end)
    return lostJ
  }

  /// Share of a span in which so much is drawn that it burns.
  func busyShare(from start: SimTime, to end: SimTime) -> Double {
    guard !book.open.isEmpty, end > start else { return 0 }
    let busy = stretches(from: start, to: end).reduce(0.0) {
      $0 + ($1.litresPerMinute >= Self.leastLitresPerMinute ? $1.seconds : 0)
    }
    return busy / (end - start).seconds
  }

  /// Time in which the same draws run.
  private struct Stretch {
    var seconds: Double
    /// Positions of the draws.
    var draws: [Int]
    var litresPerMinute: Double
  }

  private func stretches(from start: SimTime, to end: SimTime) -> [Stretch] {
    var edges = [start, end]
    for draw in book.open {
      for edge in [draw.draw.start, draw.draw.end] where start < edge && edge < end {
        edges.append(edge)
      }
    }
    edges.sort()
    return zip(edges, edges.dropFirst()).compactMap { from, to in
      guard to > from else { return nil }
      let draws = book.open.indices.filter {
        book.open[$0].draw.start <= from && to <= book.open[$0].draw.end
      }
      guard !draws.isEmpty else { return nil }
      let flow = draws.reduce(0) { $0 + book.open[$1].draw.litresPerMinute }
      return Stretch(seconds: (to - from).seconds, draws: draws, litresPerMinute: flow)
    }
  }

  /// Heats what is drawn, as far as it can: first its own exchanger, then the water.
  ///
  /// - Returns: gas, J.
  private mutating func heat(_ stretch: Stretch, mainsC: Double, isOut: Bool) -> Double {
    var wantedJ = 0.0
    for place in stretch.draws {
      let draw = book.open[place].draw
      let litres = draw.litresPerMinute * stretch.seconds / 60
      book.open[place].litres += litres
      wantedJ += litres * WaterTank.heatCapacity * max(draw.wishC - mainsC, 0)
    }
    guard wantedJ > 0 else { return 0 }
    let isLit = !isOut && stretch.litresPerMinute >= Self.leastLitresPerMinute
    let mostJ = isLit ? Self.fullW * stretch.seconds : 0
    let warmingJ = min(Self.exchangerJK * max(Self.workC - exchangerC, 0), mostJ)
    let givenJ = min(wantedJ, mostJ - warmingJ)
    exchangerC += warmingJ / Self.exchangerJK
    drawnJ += givenJ
    let share = givenJ / wantedJ
    for place in stretch.draws {
      let draw = book.open[place].draw
      let litres = draw.litresPerMinute * stretch.seconds / 60
      if isLit { book.open[place].hotLitres += litres }
      guard share < 1, draw.wishC > mainsC else { continue }
      let outC = mainsC + share * (draw.wishC - mainsC)
      book.open[place].coldestC = min(book.open[place].coldestC, outC)
    }
    guard mostJ > 0 else { return 0 }
    let burntJ = warmingJ + givenJ
    return burntJ / Boiler.efficiency(load: burntJ / mostJ, returnC: Self.returnC)
  }
}
