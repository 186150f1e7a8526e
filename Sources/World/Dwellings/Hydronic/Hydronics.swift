import Quantities

/// Boiler, pump and a radiator in every room, as one loop of water.
///
/// Boiler water and radiators are linear in a step once each radiator's conductance is taken at its
/// start; one implicit Euler step of that arrow-shaped system is solved exactly, so that what the
/// burner gives is what rooms get and water keeps.
struct Hydronics: Sendable {
  var boiler: Boiler
  var radiators: [Radiator]
  /// Heat that each room got in the last step, W.
  private(set) var emittedW: [Double]
  /// Share of the way to its room's temperature that a valve's sensor makes in a step.
  private let approach: Double
  private let seconds: Double

  /// - Parameters:
  ///   - loadsW: of each room on the design day.
  ///   - valves: where there are any.
  init(
    loadsW: [Double], valves: [ThermostaticValve?], fullW: Double, designC: Double,
    waterC: Double, stepSeconds: Double
  ) {
    boiler = Boiler(fullW: fullW, designC: designC, supplyC: waterC)
    radiators = zip(loadsW, valves).map { Radiator(loadW: $0, meanC: waterC, valve: $1) }
    emittedW = loadsW.map { _ in 0 }
    seconds = stepSeconds
    approach = 1 - Elementary.exp(-stepSeconds / ThermostaticValve.lagSeconds)
  }

  /// In boiler, pipes and radiators over 0 °C, J.
  var heatJ: Double {
    radiators.reduce(Boiler.waterJK * boiler.supplyC) { $0 + $1.capacityJK * $1.meanC }
  }

  /// Advances a step.
  ///
  /// - Parameters:
  ///   - heatW: that burner and pump put into the water.
  ///   - isFlowing: whether the pump ran.
  mutating func step(heatW: Double, isFlowing: Bool, rooms: [RoomClimate]) {
    let inverse = 1 / seconds
    // Of the boiler's equation: own + sum of couplings, and what stands on the other side.
    var diagonal = Boiler.waterJK * inverse
    var right = diagonal * boiler.supplyC + heatW
    let count = radiators.count
    withUnsafeTemporaryAllocation(of: SIMD4<Double>.self, capacity: count) { work in
      for index in 0..<count {
        let radiator = radiators[index]
        let roomC = rooms[index].temperatureC
        let conductance = radiator.conductance(roomC: roomC)
        let coupling =
          isFlowing
          ? Radiator.couplingWK(waterWK: radiator.waterWK, conductance: conductance) : 0
        let stored = radiator.capacityJK * inverse
        let own = stored + coupling + conductance
        let known = stored * radiator.meanC + conductance * roomC
        diagonal += coupling * (1 - coupling / own)
        right += coupling * known / own
        work[index] = SIMD4(conductance, coupling, own, known)
      }
      let supply = right / diagonal
      var (takenW, flowWK) = (0.0, 0.0)
      for index in 0..<count {
        let (conductance, coupling) = (work[index][0], work[index][1])
        let mean = (work[index][3] + coupling * supply) / work[index][2]
        radiators[index].meanC = mean
        emittedW[index] = conductance * (mean - rooms[index].temperatureC)
        takenW += coupling * (supply - mean)
        flowWK += isFlowing ? radiators[index].waterWK : 0
        radiators[index].valve?.step(roomC: rooms[index].temperatureC, approach: approach)
      }
      boiler.supplyC = supply
      boiler.takenW = takenW
      if flowWK > 0 { boiler.returnC = supply - takenW / flowWK }
    }
  }
}
