/// Smoke in rooms: soot that moves with the air, as carbon dioxide does, and settles.
enum Smoke {
  /// Light that a gram of soot takes out of a beam, m²/g: 8.7 over fuels that flame (Mulholland and
  /// Croarkin, *Fire and Materials* 24 (2000) 227-230).
  static let extinctionM2PerGram = 8.7
  /// 10 log10(e): dB of an extinction of 1.
  static let decibels = 4.342944819032518
  /// Share that settles on walls and floor a second: 0.2 an hour (assumed, range 0.05-0.5; soot of
  /// some tenths of a micrometre).
  static let settlingPerSecond = 0.2 / 3_600
  /// Less than this, g/m³, is clean air: 4e-5 dB/m, a thousandth of any alarm's level.
  static let cleanGramsPerM3 = 1e-6

  /// Light lost a metre, dB/m.
  static func obscurationDBM(gramsPerM3: Double) -> Double {
    gramsPerM3 * extinctionM2PerGram * decibels
  }
}

extension Dwelling {
  /// Light lost a metre in a room's air, dB/m, at the last tick.
  public func smokeDBM(room: Int) -> Double {
    smoke.isEmpty ? 0 : Smoke.obscurationDBM(gramsPerM3: smoke[room])
  }

  /// How much of a room's floor is under water, m², at the last tick.
  public func wetFloorM2(room: Int) -> Double {
    let litres = mishaps.leaks.reduce(0) { $0 + ($1.room == room ? $1.litres : 0) }
    return WetFloor.areaM2(litres: litres, floorM2: plan.rooms[room].areaM2)
  }

  /// Moves smoke one step on, by the exact matrices of the present air flows.
  ///
  /// Nothing is done, and nothing kept, while there is none.
  ///
  /// - Parameter slot: where the mode's matrices lie.
  mutating func advanceSmoke(slot: Int) {
    guard !smoke.isEmpty || mishaps.makesSmoke else { return }
    let count = roomCount
    let (layout, table) = (modes.layout, modes.values)
    let seconds = builder.stepSeconds
    if smoke.isEmpty { smoke = Array(repeating: 0, count: count) }
    var forcing = [Double](repeating: 0, count: count)
    for fire in mishaps.fires {
      forcing[fire.room] +=
        Burning.sootGrams(heatJ: fire.heatW) * cells[fire.room].inverseVolume
    }
    for pot in mishaps.pots {
      forcing[pot.room] += pot.sootGramsPerSecond * cells[pot.room].inverseVolume
    }
    var next = [Double](repeating: 0, count: count)
    let left = 1 - Smoke.settlingPerSecond * seconds
    for room in 0..<count {
      for other in 0..<count {
        let place = slot + room + other * layout.gasStride
        next[room] += table[place + layout.gasTransition] * smoke[other] * left
        next[room] += table[place + layout.gasInput] * forcing[other]
      }
    }
    smoke = next.contains { $0 > Smoke.cleanGramsPerM3 } || mishaps.makesSmoke ? next : []
  }
}
