import Telemetry

extension ApplianceBank {
  /// Share of the light that reaches the horizontal at table height (CIBSE SLL Lighting Handbook:
  /// utilisation 0.4 to 0.6 in small light rooms).
  static let lampUse = 0.5

  /// Power of a room's lamp, W.
  ///
  /// Usual ones make 125 lx, or 250 where one cooks, washes or works (assumed: half of what EN
  /// 12464-1 asks for such work).
  static func lampW(_ room: DwellingPlan.Room, efficacy: Double) -> Double {
    let needsLight = [.kitchen, .bathroom, .study].contains(room.kind)
    let lux = (needsLight ? 250 : 125) * Double(room.lampFactor)
    return lux * room.areaM2 / (efficacy * lampUse)
  }

  /// Share 0...1 of a lamp's power.
  public func lampLevel(room: Int) -> Double { units[applianceCount + room].level }

  /// Power of a room's lamp, W.
  public func lampPowerW(room: Int) -> Double { units[applianceCount + room].powerW }

  /// What a room's lamp and its screens that run give off, lm; voltage does not move it.
  func lumens(room: Int) -> Double {
    var sum = units[applianceCount + room].lightW * lampEfficacy
    var left = screens
    while left != 0 {
      let index = left.trailingZeroBitCount
      left &= left &- 1
      if units[index].isRunning, units[index].room == room {
        sum += units[index].rating * Screen.lumens(units[index].kind)
      }
    }
    return sum
  }
}

/// The glow of screens.
enum Screen {
  /// Of one that runs, lm; 0 for all else.
  ///
  /// A diffuse screen of A m² and L cd/m² gives π L A. A television of 0.8 m² at 60 cd/m², the mean
  /// of pictures that are mostly dark: 150 lm (assumed, 50-400); a desk's screen of 0.16 m² at 50
  /// cd/m²: 25 lm (assumed, 10-60).
  @inline(__always)
  static func lumens(_ kind: ApplianceKind) -> Double {
    switch kind {
    case .television: 150
    case .computer: 25
    default: 0
    }
  }

  /// The screens among the first 64 appliances, a bit each.
  static func bits(_ appliances: [DwellingPlan.Appliance]) -> UInt64 {
    appliances.indices.prefix(64).reduce(0) { bits, index in
      lumens(appliances[index].kind) > 0 ? bits | 1 << UInt64(index) : bits
    }
  }
}
