import Calendar
import Climate
import Clockwork
import Foundation
import Quantities
import Testing

/// Weather with a sun of our choice.
private func weather(
  zenith: Double, azimuth: Double, directNormal: Double, diffuse: Double, dewPointC: Double = 10
) -> WeatherState {
  let (z, a) = (zenith * .pi / 180, azimuth * .pi / 180)
  return WeatherState(
    temperatureC: 20, dewPointC: dewPointC, relativeHumidity: 0.5, pressurePa: 100_000,
    windSpeed: 2, windDirectionDegrees: 90, globalHorizontal: directNormal * cos(z) + diffuse,
    directNormal: directNormal, diffuseHorizontal: diffuse, infrared: 300, totalSkyCover: 0.2,
    opaqueSkyCover: 0.1,
    sun: SunPosition(east: sin(z) * sin(a), north: sin(z) * cos(a), up: cos(z), distance: 1))
}

@Suite struct SkyTests {
  struct Case: Sendable {
    var zenith, azimuth, tilt, facing, directNormal, diffuse: Double
    var beam, isotropic, hdkr, perez: Double

    init(
      _ zenith: Double, _ azimuth: Double, _ tilt: Double, _ facing: Double,
      _ directNormal: Double, _ diffuse: Double, _ beam: Double, _ isotropic: Double,
      _ hdkr: Double, _ perez: Double
    ) {
      (self.zenith, self.azimuth, self.tilt, self.facing) = (zenith, azimuth, tilt, facing)
      (self.directNormal, self.diffuse, self.beam) = (directNormal, diffuse, beam)
      (self.isotropic, self.hdkr, self.perez) = (isotropic, hdkr, perez)
    }
  }

  /// Zenith, azimuth, tilt, facing (degrees), direct normal, diffuse; beam and the diffuse of
  /// three sky models on the plane (W/m²). Made with pvlib 0.16.1: `isotropic`, `reindl`, and
  /// `perez` of all sites 1990, with 1361.1 W/m² outside the atmosphere.
  static let reference: [Case] = [
    Case(42.547503, 201.518059, 120, 180, 700, 162.195556, 123.5033, 40.5489, 50.8293, 67.0965),
    Case(53.752941, 66.477724, 90, 180, 900, 242.033524, 0.0000, 121.0168, 53.0140, 98.3651),
    Case(12.812247, 109.224455, 0, 270, 0, 186.722222, 0.0000, 186.7222, 186.7222, 186.7222),
    Case(37.881278, 163.078152, 90, 270, 50, 194.475966, 0.0000, 97.2380, 107.2674, 77.1899),
    Case(74.031235, 22.739371, 0, 90, 50, 187.893064, 13.7557, 187.8931, 187.8931, 187.8931),
    Case(69.582998, 117.465607, 90, 90, 900, 85.420779, 748.3924, 42.7104, 153.6415, 116.0535),
    Case(29.414580, 1.653758, 0, 180, 300, 133.898047, 261.3267, 133.8980, 133.8980, 133.8980),
    Case(50.755222, 335.406680, 0, 225, 300, 108.277621, 189.7904, 108.2776, 108.2776, 108.2776),
    Case(24.062270, 104.054381, 0, 270, 0, 132.111945, 0.0000, 132.1119, 132.1119, 132.1119),
    Case(75.266441, 139.144871, 0, 225, 0, 79.780470, 0.0000, 79.7805, 79.7805, 79.7805),
    Case(81.944498, 18.836133, 60, 225, 700, 137.541592, 0.0000, 103.1562, 54.1449, 83.5501),
    Case(51.998065, 71.456448, 90, 180, 300, 44.400376, 0.0000, 22.2002, 22.8012, 22.1333),
    Case(32.604607, 347.067438, 120, 0, 50, 88.988626, 1.6803, 22.2472, 29.4497, 20.4382),
    Case(13.386844, 21.561625, 120, 180, 50, 210.981684, 0.0000, 52.7454, 65.0920, 41.0485),
    Case(20.635994, 183.191558, 90, 90, 700, 200.240235, 0.0000, 100.1201, 63.6759, 56.9143),
    Case(14.670163, 151.472022, 20, 0, 300, 262.013504, 249.8872, 254.1128, 248.5804, 246.1281),
  ]

  @Test func agreesWithAnotherImplementation() {
    for (index, known) in Self.reference.enumerated() {
      let plane = TiltedPlane(tiltDegrees: known.tilt, azimuthDegrees: known.facing)
      let state = weather(
        zenith: known.zenith, azimuth: known.azimuth, directNormal: known.directNormal,
        diffuse: known.diffuse)
      func diffuse(_ model: SkyModel) -> Double {
        plane.irradiance(state, model: model).skyDiffuse
      }
      #expect(abs(plane.irradiance(state).beam - known.beam) < 1e-3, "case \(index)")
      #expect(abs(diffuse(.isotropic) - known.isotropic) < 1e-3, "case \(index)")
      #expect(abs(diffuse(.hdkr) - known.hdkr) < 1e-3, "case \(index)")
      #expect(abs(diffuse(.perez) - known.perez) < 1e-3, "case \(index)")
    }
  }

  @Test func horizontalPlaneGetsTheGlobalRadiation() {
    let flat = TiltedPlane(tiltDegrees: 0, azimuthDegrees: 123)
    for zenith in stride(from: 0.0, through: 85, by: 5) {
      for model in SkyModel.allCases {
        let state = weather(zenith: zenith, azimuth: 77, directNormal: 600, diffuse: 150)
        let found = flat.irradiance(state, model: model)
        #expect(abs(found.total - state.globalHorizontal) < 1e-9, "\(model), zenith \(zenith)")
        #expect(found.groundReflected == 0)
      }
    }
  }

  @Test func beamAloneFollowsTheCosine() {
    for tilt in stride(from: 0.0, through: 180, by: 30) {
      for facing in stride(from: 0.0, to: 360, by: 45) {
        let plane = TiltedPlane(tiltDegrees: tilt, azimuthDegrees: facing)
        let state = weather(zenith: 40, azimuth: 200, directNormal: 800, diffuse: 0)
        let (t, z) = (tilt * .pi / 180, 40 * Double.pi / 180)
        let difference = (facing - 200) * .pi / 180
        let cosine = cos(t) * cos(z) + sin(t) * sin(z) * cos(difference)
        for model in SkyModel.allCases {
          let found = plane.irradiance(state, albedo: 0, model: model)
          #expect(abs(found.total - 800 * max(cosine, 0)) < 1e-9)
        }
        let reflected = plane.irradiance(state, albedo: 0.25).groundReflected
        #expect(abs(reflected - 800 * cos(z) * 0.25 * (1 - cos(t)) / 2) < 1e-9)
      }
    }
  }

  @Test func overcastSkyIsNearlyIsotropic() {
    let wall = TiltedPlane(tiltDegrees: 90, azimuthDegrees: 180)
    let state = weather(zenith: 50, azimuth: 180, directNormal: 0, diffuse: 100)
    #expect(abs(wall.irradiance(state, model: .hdkr).skyDiffuse - 50) < 1e-9)
    let night = weather(zenith: 95, azimuth: 180, directNormal: 0, diffuse: 0)
    for model in SkyModel.allCases {
      #expect(wall.irradiance(night, model: model).total == 0)
    }
  }

  /// Zenith (degrees), direct normal, diffuse (W/m²), dew point (°C); direct normal and diffuse
  /// light (lx) by a second program from eq. 2, 3, 7 and 8 of Perez et al. 1990.
  static let light: [(Double, Double, Double, Double, Double, Double)] = [
    (32.98, 0, 90, -6.9, 0.000, 11671.671), (41.78, 15, 150, -5.4, 1471.293, 17392.094),
    (23.66, 60, 200, 2.0, 6183.930, 23823.298), (70.49, 150, 250, 14.0, 13170.050, 28162.750),
    (62.08, 300, 260, -3.3, 29074.210, 29237.758), (49.52, 500, 200, -1.7, 50014.607, 25227.670),
    (29.5, 700, 150, -6.8, 71171.367, 18845.950), (31.79, 900, 90, 17.8, 94907.939, 12173.740),
  ]

  @Test func illuminanceFollowsTheEquations() {
    for (zenith, direct, diffuse, dewPointC, directLux, diffuseLux) in Self.light {
      let state = weather(
        zenith: zenith, azimuth: 100, directNormal: direct, diffuse: diffuse,
        dewPointC: dewPointC)
      let light = Daylight(state)
      #expect(abs(light.directNormalLux - directLux) < 0.01)
      #expect(abs(light.diffuseHorizontalLux - diffuseLux) < 0.01)
    }
  }

  /// Rows of the TMY3 file of Chicago and Tucson: mid-hour (UTC), dew point, global, direct
  /// normal, diffuse (Wh/m²), and the three illuminances (lx) that NREL computed by Perez's model.
  @Test(arguments: [
    ("chicago", "2024-01-15T17:30Z", -8.3, 426.0, 731.0, 99.0, 44_700.0, 71_000.0, 12_900.0),
    ("chicago", "2024-06-21T16:30Z", 15.6, 855, 727, 196, 92_000, 74_700, 24_400),
    ("chicago", "2024-06-21T19:30Z", 13.8, 864, 720, 224, 92_100, 73_500, 26_700),
    ("tucson", "2024-06-21T17:30Z", -3.5, 914, 904, 107, 94_400, 90_700, 13_500),
    ("tucson", "2024-06-21T19:30Z", 2.0, 1_019, 889, 140, 104_300, 89_200, 16_200),
  ])
  func illuminanceAgreesWithTheSource(
    name: String, time: String, dewPointC: Double, global: Double, direct: Double,
    diffuse: Double, globalLux: Double, directLux: Double, diffuseLux: Double
  ) throws {
    let climate = try WeatherSamples.climate(name)
    let moment = try WeatherSamples.time(time)
    var state = weather(
      zenith: 0, azimuth: 0, directNormal: direct, diffuse: diffuse, dewPointC: dewPointC)
    state.sun = climate.observer.position(at: moment)
    state.globalHorizontal = global
    let light = Daylight(state)
    #expect(abs(light.directNormalLux / directLux - 1) < 0.05)
    #expect(abs(light.globalHorizontalLux / globalLux - 1) < 0.03)
    // NREL forms the diffuse light as global less beam, where the small errors of both add up.
    #expect(abs(light.diffuseHorizontalLux / diffuseLux - 1) < 0.13)
    // A horizontal surface gets the same light by the way of its irradiance.
    let flat = TiltedPlane(tiltDegrees: 0, azimuthDegrees: 0)
    let onFlat = light.illuminance(of: flat.irradiance(state), weather: state)
    #expect(abs(onFlat.value / light.globalHorizontalLux - 1) < 1e-9)
  }

  @Test func nightIsDark() {
    let light = Daylight(weather(zenith: 91, azimuth: 0, directNormal: 0, diffuse: 0))
    #expect(light.globalHorizontalLux == 0)
  }

  @Test func skyTemperature() {
    // A black sky of 0 °C sends 5.670374419e-8 x 273.15^4 = 315.658 W/m².
    var state = weather(zenith: 40, azimuth: 0, directNormal: 0, diffuse: 1)
    state.infrared = 315.658
    #expect(abs(state.skyTemperatureC) < 1e-3)
  }
}
