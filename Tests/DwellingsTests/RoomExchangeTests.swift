import Clockwork
import Foundation
import Telemetry
import Testing
import Truth

@testable import Dwellings

/// Exchange between rooms taken out of the matrices, against closed forms and the whole matrices.
@Suite struct RoomExchangeTests {
  /// Two rooms of 40 and 75 m³ with a door, and a window in the first.
  private func twoRooms() -> DwellingPlan {
    var plan = oneRoom(airChangesAt50Pa: 0)
    plan.rooms = [
      .init(
        kind: .livingRoom, name: "first", areaM2: 16, wallM2: [10, 0, 10, 0],
        windowM2: [0, 0, 2, 0]),
      .init(kind: .bedroom, name: "second", areaM2: 30, wallM2: [10, 0, 10, 0]),
    ]
    plan.doorways = [.init(0, 1)]
    return plan
  }

  private func built(_ plan: DwellingPlan, stepSeconds: Int64 = 60) -> Dwelling {
    Dwelling(
      plan: plan, plant: .furnace, site: chicago, start: start, outdoor: calm(20),
      step: .seconds(stepSeconds))
  }

  @Test(arguments: [false, true]) func twoRoomsMixAsTheirExactSolution(isShut: Bool) {
    var home = built(twoRooms())
    home.state[8...9] = [1_600, 400]
    let m3s = isShut ? AirExchange.closedDoorM3S : AirExchange.openDoorM3S
    for minute in 1...60 {
      _ = home.advance(
        outdoor: calm(20), people: nobody(home), openings: Openings(closedDoors: isShut ? 1 : 0))
      let left = 1_200 * exp(-m3s * (1 / 40.0 + 1 / 75.0) * 60 * Double(minute))
      #expect(abs(home.rooms[0].co2PPM - home.rooms[1].co2PPM - left) < 1e-9)
      #expect(abs((40 * home.rooms[0].co2PPM + 75 * home.rooms[1].co2PPM) / 94_000 - 1) < 1e-13)
    }
  }

  /// One room is aired while somebody breathes in the other: the parts of the split do not commute.
  /// Half the step has a quarter of the error.
  @Test func theErrorIsOfSecondOrder() {
    let breath = 0.3 / 60_000 * 1e6
    func error(_ stepSeconds: Int64) -> Double {
      var home = built(twoRooms(), stepSeconds: stepSeconds)
      home.state[8...9] = [420, 1_500]
      let person = PersonLoad(sensibleW: 0, vapourGramsPerHour: 0, co2LitresPerMinute: 0.3)
      var worst = 0.0
      for step in 1...(3_600 / Int(stepSeconds)) {
        _ = home.advance(
          outdoor: calm(20), people: [.none, person], openings: Openings(openWindows: 1))
        // x' = M x above the steady state, in closed form.
        let window = home.modes.current(room: 0).outdoorFlow
        let door = AirExchange.openDoorM3S
        let (a, b) = (-(window + door) / 40, door / 40)
        let (c, d) = (door / 75, -door / 75)
        let steady = (420 + breath / window, 420 + breath / window + breath / door)
        let (x, y) = (420 - steady.0, 1_500 - steady.1)
        let half = 0.5 * (a + d)
        let root = (0.25 * (a - d) * (a - d) + b * c).squareRoot()
        let (fast, slow) = (half - root, half + root)
        let t = Double(stepSeconds) * Double(step)
        func solution(_ x: Double, _ derivative: Double) -> Double {
          let p = (derivative - fast * x) / (slow - fast)
          return p * exp(slow * t) + (x - p) * exp(fast * t)
        }
        worst = max(
          worst, abs(home.rooms[0].co2PPM - steady.0 - solution(x, a * x + b * y)),
          abs(home.rooms[1].co2PPM - steady.1 - solution(y, c * x + d * y)))
      }
      return worst
    }
    let (minute, half, quarter) = (error(60), error(30), error(15))
    #expect(minute > 1e-3 && minute < 1, "\(minute) ppm")
    #expect((3.8...4.2).contains(minute / half), "\(minute) \(half)")
    #expect((3.8...4.2).contains(half / quarter), "\(half) \(quarter)")
  }

  /// A day of every home, split and by the matrices of the whole network.
  @Test(arguments: Archetype.allCases) func aDayIsThatOfTheWholeMatrices(_ archetype: Archetype) {
    for closed: UInt16 in [0, 0b10100] {
      // Nothing that heats by itself.
      var plan = archetype.plan()
      plan.appliances = []
      var home = dwelling(plan, outdoor: calm(0))
      var whole = WholeNetwork(home, closedDoors: closed)
      let key = RandomKey(seed: 3, purpose: Purpose("test.people"), entity: 0)
      var (kelvin, ppm) = (0.0, 0.0)
      for minute in 0..<1_440 {
        let outdoorC = 6 * key.uniform(UInt64(minute / 60))
        var people = nobody(home)
        people[2] = PersonLoad(.sleep)
        people[minute / 45 % home.roomCount] += PersonLoad(.chores)
        let openings = Openings(openWindows: minute % 240 < 20 ? 0b101 : 0, closedDoors: closed)
        let outdoor = calm(outdoorC, windSpeedMS: 3)
        _ = home.advance(outdoor: outdoor, people: people, openings: openings)
        whole.advance(home, people, outdoor)
        for room in home.rooms.indices {
          kelvin = max(kelvin, abs(whole.temperatures[room] - home.state[room]))
          ppm = max(ppm, abs(whole.gas[room] - home.rooms[room].co2PPM))
        }
      }
      // When windows open and people come; 2.0 ppm and 0.16 mK at most were found.
      #expect(kelvin < 3e-4, "\(plan.name)")
      #expect(ppm < 3, "\(plan.name)")
      #expect(kelvin > 1e-9 && ppm > 1e-6, "the split leaves no trace in \(plan.name)")
    }
  }
}

/// All rooms of a dwelling in one matrix: what ``RoomExchange`` takes apart.
private struct WholeNetwork {
  var temperatures: [Double]
  var gas: [Double]
  private let network: ThermalNetwork
  private let doors: [(a: Int, b: Int, m3s: Double)]
  private var steps: [[Double]: (heat: DiscreteStep, gas: DiscreteStep)] = [:]

  init(_ home: Dwelling, closedDoors: UInt16) {
    let n = home.roomCount
    temperatures = Array(home.state[..<(2 * n)])
    gas = Array(home.state[(4 * n)...])
    network = ThermalNetwork(home.plan)
    doors = home.plan.doorways.enumerated().map { number, door in
      let isShut = closedDoors & 1 << UInt16(number) != 0
      return (
        door.a.index, door.b.index,
        isShut ? AirExchange.closedDoorM3S : AirExchange.openDoorM3S
      )
    }
  }

  mutating func advance(
    _ home: Dwelling, _ people: [PersonLoad], _ outdoor: OutdoorConditions
  ) {
    let n = home.roomCount
    let flows = (0..<n).map { home.modes.current(room: $0).outdoorFlow }
    let made = steps[flows] ?? make(home, flows)
    steps[flows] = made
    var (heatForcing, gasForcing) = ([Double](), [Double]())
    for room in 0..<n {
      let cell = home.cells[room]
      heatForcing.append(
        (0.5 * people[room].sensibleW
          + (cell.airToOutdoors + flows[room] * home.builder.airHeat) * outdoor.temperatureC)
          / network.airCapacity[room])
      gasForcing.append(
        (flows[room] * outdoor.co2PPM + people[room].co2LitresPerMinute / 0.06)
          * cell.inverseVolume)
    }
    for room in 0..<n {
      let cell = home.cells[room]
      heatForcing.append(
        (0.5 * people[room].sensibleW + cell.massToOutdoors * outdoor.temperatureC
          + cell.massToGround * outdoor.groundTemperatureC) / network.massCapacity[room])
    }
    temperatures = Self.after(made.heat, temperatures, heatForcing)
    gas = Self.after(made.gas, gas, gasForcing)
  }

  private static func after(_ step: DiscreteStep, _ x: [Double], _ f: [Double]) -> [Double] {
    zip(DiscreteStepTests.apply(step.transition, x), DiscreteStepTests.apply(step.input, f)).map {
      $0 + $1
    }
  }

  private func make(_ home: Dwelling, _ flows: [Double]) -> (heat: DiscreteStep, gas: DiscreteStep)
  {
    let n = home.roomCount
    var heat = SquareMatrix(size: 2 * n)
    var gas = SquareMatrix(size: n)
    func join(_ matrix: inout SquareMatrix, _ a: Int, _ b: Int, _ g: Double, _ c: [Double]) {
      matrix[a, a] -= g / c[a]
      matrix[a, b] += g / c[a]
      matrix[b, b] -= g / c[b]
      matrix[b, a] += g / c[b]
    }
    let capacities = network.airCapacity + network.massCapacity
    let volumes = home.cells.map { 1 / $0.inverseVolume }
    for room in 0..<n {
      let cell = home.cells[room]
      join(&heat, room, n + room, network.massToAir[room], capacities)
      heat[room, room] -=
        (cell.airToOutdoors + flows[room] * home.builder.airHeat) / capacities[room]
      heat[n + room, n + room] -=
        (cell.massToOutdoors + cell.massToGround) / capacities[n + room]
      gas[room, room] -= flows[room] / volumes[room]
    }
    for wall in network.partitions { join(&heat, wall.a, wall.b, wall.conductance, capacities) }
    for door in doors {
      join(&heat, door.a, door.b, door.m3s * home.builder.airHeat, capacities)
      join(&gas, door.a, door.b, door.m3s, volumes)
    }
    return (DiscreteStep(rates: heat, seconds: 60), DiscreteStep(rates: gas, seconds: 60))
  }
}
