import Calendar
import Climate
import Clockwork
import Testing

@Suite struct ClimateTests {
  /// Every 17th day of a year, as its first moment of local standard time.
  private static func days(_ climate: Climate) -> [SimTime] {
    stride(from: 19_723, to: 19_723 + 366, by: 17).map {
      SimTime(microseconds: Int64($0) * 86_400_000_000) - climate.standardOffset
    }
  }

  @Test(arguments: WeatherSamples.names)
  func hourlySumsAreKept(name: String) throws {
    let climate = try WeatherSamples.climate(name)
    for day in Self.days(climate) {
      var cursor = WeatherCursor(climate: climate)
      for hour in 0..<Int64(24) {
        let start = day + .hours(hour)
        var sums = (0.0, 0.0, 0.0)
        for minute in 0..<Int64(60) {
          let mean = cursor.mean(overMinuteOf: start + .minutes(minute))
          sums.0 += mean.globalHorizontal / 60
          sums.1 += mean.directNormal / 60
          sums.2 += mean.diffuseHorizontal / 60
        }
        let row = climate.row(at: start)
        #expect(abs(sums.0 - row.globalHorizontal) < 1e-9)
        #expect(abs(sums.1 - row.directNormal) < 1e-9)
        #expect(abs(sums.2 - row.diffuseHorizontal) < 1e-9)
      }
    }
  }

  @Test(arguments: WeatherSamples.names)
  func radiationIsPossible(name: String) throws {
    let climate = try WeatherSamples.climate(name)
    for day in Self.days(climate) {
      let table = climate.minuteTable(from: day, through: day + .days(1))
      for state in table.states {
        #expect(state.globalHorizontal >= 0 && state.globalHorizontal < 1_400)
        #expect(state.directNormal >= 0 && state.directNormal < 1_300)
        #expect(state.diffuseHorizontal >= 0)
        #expect(state.globalHorizontal >= state.diffuseHorizontal)
        // No sunshine at night but for traces.
        if state.sun.up <= 0 {
          #expect(state.globalHorizontal < 0.5, "\(state)")
        }
      }
    }
  }

  @Test func nothingJumps() throws {
    let climate = try WeatherSamples.climate("denver")
    // Across hours, 29 February, both clock changes and the year's end.
    let days = ["2024-02-28", "2024-03-09", "2024-11-02", "2024-12-30"]
    for text in days.map({ $0 + "T12:00Z" }) {
      let start = try WeatherSamples.time(text)
      var cursor = WeatherCursor(climate: climate)
      for hour in 1..<Int64(72) {
        let edge = start + .hours(hour)
        let before = cursor.state(at: edge - .microseconds(1))
        let after = cursor.state(at: edge)
        #expect(abs(before.temperatureC - after.temperatureC) < 1e-7)
        #expect(abs(before.pressurePa - after.pressurePa) < 1e-4)
        #expect(abs(before.globalHorizontal - after.globalHorizontal) < 1e-5)
        #expect(abs(before.directNormal - after.directNormal) < 1e-5)
        #expect(abs(before.diffuseHorizontal - after.diffuseHorizontal) < 1e-5)
        #expect(abs(before.sun.up - after.sun.up) < 1e-9)
      }
    }
  }

  @Test func rowsAreHoursThatEnd() throws {
    let climate = try WeatherSamples.climate("chicago")
    // Row 1 of the year ends at 01:00 local standard time, 07:00 universal time.
    #expect(climate.state(at: try WeatherSamples.time("2023-01-01T07:00Z")).temperatureC == -12.2)
    #expect(climate.state(at: try WeatherSamples.time("2023-01-01T08:00Z")).temperatureC == -11.7)
    let middle = climate.state(at: try WeatherSamples.time("2023-01-01T07:30Z"))
    #expect(abs(middle.temperatureC - -11.95) < 1e-12)
    // Any year will do, before 1970 too.
    #expect(climate.state(at: try WeatherSamples.time("1931-01-01T07:00Z")).temperatureC == -12.2)
  }

  @Test func summerTimeMovesNothing() throws {
    let file = try WeatherFile(bytes: WeatherSamples.bytes("chicago"), name: "chicago")
    let withSummerTime = try Climate(file)
    let without = try Climate(file, zone: ZoneRule("CST6"))
    var a = WeatherCursor(climate: withSummerTime)
    var b = WeatherCursor(climate: without)
    let start = try WeatherSamples.time("2024-03-10T00:00Z")
    for k in 0..<Int64(200) {
      let time = start + .minutes(k * 13)
      #expect(a.state(at: time) == b.state(at: time))
    }
    // Noon by the sun is near 12 h standard time in July, 13 h on the wall.
    let noon = SunDay(date: CivilDate(dayNumber: 19_910), place: file.place).transit
    #expect(withSummerTime.zone.civil(at: noon).hour == 12)
    #expect(without.zone.civil(at: noon).hour == 11)
  }

  @Test func leapDayRepeatsTheDayBefore() throws {
    let climate = try WeatherSamples.climate("tucson")
    for hour in 0..<Int64(24) {
      let on28th = try WeatherSamples.time("2024-02-28T07:00Z") + .hours(hour)
      #expect(climate.row(at: on28th) == climate.row(at: on28th + .days(1)))
      // In a common year the same hour of 1 March follows at once.
      let first = try WeatherSamples.time("2023-03-01T07:00Z") + .hours(hour)
      let firstOfLeapYear = try WeatherSamples.time("2024-03-01T07:00Z") + .hours(hour)
      #expect(climate.row(at: first) == climate.row(at: firstOfLeapYear))
    }
    let last = try WeatherSamples.time("2024-12-31T07:00Z")
    #expect(climate.row(at: last) == climate.row(at: last - .days(366)))
    #expect(climate.row(at: last + .hours(23)) == climate.file.rows[8_759])
  }

  @Test func cursorTableAndStateAgree() throws {
    let climate = try WeatherSamples.climate("denver")
    let start = try WeatherSamples.time("2024-06-20T11:17:30Z")
    let table = climate.minuteTable(from: start, through: start + .hours(9))
    #expect(table.start == start - .seconds(30))
    #expect(table.end == start + .hours(9) + .seconds(30))
    var cursor = WeatherCursor(climate: climate)
    for seed in UInt64(0)..<150 {
      var random = RandomStream(seed: seed, purpose: Purpose("test.climate.table"), entity: 0)
      let time = start + .microseconds(random.integer(in: 0...32_400_000_000))
      let state = cursor.state(at: time)
      #expect(table.state(at: time) == state, "seed \(seed)")
      if seed % 10 == 0 { #expect(climate.state(at: time) == state, "seed \(seed)") }
      #expect(table.mean(overMinuteOf: time) == cursor.mean(overMinuteOf: time), "seed \(seed)")
    }
  }

  @Test func clearDayFollowsTheSun() throws {
    // A cloudless day of Tucson: within each hour beam and geometry must belong together.
    let climate = try WeatherSamples.climate("tucson")
    let start = try WeatherSamples.time("2024-06-21T14:00Z")
    let table = climate.minuteTable(from: start, through: start + .hours(10))
    for state in table.states {
      let closure =
        state.directNormal * state.sun.up + state.diffuseHorizontal - state.globalHorizontal
      #expect(abs(closure) < 12, "\(state)")
    }
  }
}
