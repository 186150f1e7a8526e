import Clockwork
import Telemetry
import Truth

@testable import Dwellings

/// Weather that never changes.
func calm(
  _ temperatureC: Double, windSpeedMS: Double = 0, humidityRatio: Double = 0.004,
  groundC: Double? = nil
) -> OutdoorConditions {
  OutdoorConditions(
    temperatureC: temperatureC, humidityRatio: humidityRatio, windSpeedMS: windSpeedMS,
    groundTemperatureC: groundC ?? temperatureC)
}

let start = SimTime(microseconds: 1_705_276_800_000_000)
let chicago = DwellingSite(designHeatingC: -18, designCoolingC: 32)

/// One room with a wall, a window and a floor on the ground.
func oneRoom(airChangesAt50Pa: Double = 5, fanAirChanges: Double = 0) -> DwellingPlan {
  DwellingPlan(
    name: "one room",
    envelope: Envelope(
      wallU: 0.5, roofU: 0.3, groundFloorU: 0.4, windowU: 1.5, outerDoorU: 2, bridgeU: 0.05,
      glazingTransmittance: 0.6, massCapacityKJ: 162, airChangesAt50Pa: airChangesAt50Pa,
      fanAirChanges: fanAirChanges, shelterClass: 3),
    rooms: [
      .init(
        kind: .livingRoom, name: "room", areaM2: 20, wallM2: [10, 10, 10, 10],
        windowM2: [0, 0, 4, 0], roofM2: 20, groundFloorM2: 20)
    ],
    partitions: [], doorways: [], appliances: [], storeyCount: 1)
}

func dwelling(
  _ plan: DwellingPlan, plant: PlantKind = .furnace, outdoor: OutdoorConditions = calm(0),
  indoorC: Double = 20, relativeHumidity: Double = 0.4, co2PPM: Double = 600
) -> Dwelling {
  Dwelling(
    plan: plan, plant: plant, site: chicago, start: start, outdoor: outdoor,
    indoorTemperatureC: indoorC, relativeHumidity: relativeHumidity, co2PPM: co2PPM)
}

func nobody(_ home: Dwelling) -> [PersonLoad] { Array(repeating: .none, count: home.roomCount) }

/// Weather of one minute in a made-up January or July.
func weather(minute: Int, summer: Bool, key: RandomKey) -> OutdoorConditions {
  let hour = Double(minute % 1_440) / 60
  // A parabola stands for the sun: nothing before 6 and after 18 h.
  let sun = max(0, 1 - (hour - 12) * (hour - 12) / 36)
  let gust = key.uniform(UInt64(minute / 60))
  let base: Double = summer ? 27 : -6
  return OutdoorConditions(
    temperatureC: base + 8 * sun + 2 * gust, humidityRatio: summer ? 0.012 : 0.0015,
    windSpeedMS: 9 * gust,
    facadeIrradianceWm2: SIMD4(60, 300, 500, 300) * sun,
    globalHorizontalWm2: 700 * sun, illuminanceLx: 70_000 * sun,
    groundTemperatureC: summer ? 16 : 6)
}
