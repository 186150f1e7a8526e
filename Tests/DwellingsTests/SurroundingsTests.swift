import Clockwork
import Quantities
import Telemetry
import Testing
import Truth

@testable import Dwellings

/// Light and quiet of one home's rooms beside another's.
@Suite struct SurroundingsTests {
  private func plan(_ home: UInt64) -> DwellingPlan {
    Archetype.detachedNew.plan().surrounded(
      RandomKey(seed: 4, purpose: Purpose("test.surroundings"), entity: home))
  }

  @Test func homesAndRoomsDiffer() {
    #expect(plan(1) == plan(1) && plan(1) != plan(2))
    var logarithms: [Double] = []
    var (factors, streets, noises) = ([Float](), [Float](), [Float]())
    for home in 0..<200 as Range<UInt64> {
      let plan = plan(home)
      streets.append(plan.streetLightLx)
      noises.append(plan.streetNoiseDB)
      for room in plan.rooms {
        factors.append(room.lampFactor)
        logarithms.append(Elementary.log(Double(room.lampFactor)))
        #expect(room.quietDB >= 25 && room.quietDB <= 38)
      }
      #expect(Set(plan.rooms.map(\.quietDB)).count == plan.rooms.count)
    }
    let count = Double(factors.count)
    let mean = factors.reduce(0) { $0 + Double($1) } / count
    // Lognormal with a mean of 1 but for its tails.
    #expect(abs(mean - 1) < 0.03, "\(mean)")
    let middle = logarithms.reduce(0, +) / count
    let spread = (logarithms.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / count).squareRoot()
    #expect(spread > 0.35 && spread < 0.42, "\(spread)")
    #expect((factors.min() ?? 0) > 0.4 && (factors.max() ?? 9) < 2.1)
    #expect((streets.min() ?? 0) >= 1 && (streets.max() ?? 99) <= 20 && Set(streets).count > 190)
    #expect((noises.min() ?? 0) >= 45 && (noises.max() ?? 99) <= 58)
  }

  /// A lamp by its factor, a television by its lumens, a street by the room's windows.
  @Test func lightAtNightByHand() throws {
    var plan = Archetype.detachedNew.plan()
    let television = try #require(plan.appliance(.television))
    let living = plan.appliances[television].room.index
    plan.rooms[living].lampFactor = 0.5
    plan.streetLightLx = 10
    var home = dwelling(plan, outdoor: calm(5))
    func lx() -> Double { home.illuminanceLx(room: living, at: home.time) }
    let factor = home.cells[living].daylightFactor
    let street = factor * 10 / 0.4
    #expect(street > 0.2 && street < 1.5 && abs(lx() - street) < 1e-12, "\(lx())")
    home.appliances.setLamp(room: living, level: 1, at: home.time)
    #expect(abs(lx() - street - 62.5) < 1e-9)
    #expect(
      abs(home.appliances.lampPowerW(room: living) - 62.5 * plan.rooms[living].areaM2 / 50) < 1e-9)
    home.appliances.setLamp(room: living, level: 0, at: home.time)
    _ = home.appliances.start(television, at: home.time, jitter: .none)
    let glow = 150 * 0.5 / plan.rooms[living].areaM2
    #expect(glow > 1 && glow < 8 && abs(lx() - street - glow) < 1e-9, "\(lx())")
    #expect(
      abs(home.roomState(living, occupantCount: 0, isWindowOpen: false).illuminanceLx - lx())
        < 1e-12)
    home.appliances.stop(television, at: home.time)
    #expect(abs(lx() - street) < 1e-12)
    // By day street lamps are off.
    var day = calm(5)
    day.illuminanceLx = 10_000
    _ = home.advance(outdoor: day, people: nobody(home), openings: Openings())
    #expect(
      abs(
        home.roomState(living, occupantCount: 0, isWindowOpen: false).illuminanceLx - factor
          * 10_000) < 1e-9)
  }
}
