extension PhraseSet {
  static let askTemperature = PhraseSet(
    named: """
      what's the temperature in the {room}
      how warm is it in the {room}
      how cold is the {room}
      tell me the {room} temperature
      what does the thermometer say in the {room}
      is it warm in the {room}
      {room} temperature
      how many degrees in the {room}
      can you check how warm the {room} is
      is the {room} warm enough
      ~ do i need a jumper in the {room}
      ~ what's the {room} at, degreewise
      ~ give me a reading on how hot the {room} is
      ~ would i freeze in the {room}
      ~ has the {room} warmed up yet
      ~ how's the heat in the {room}
      ~ what temperature are we looking at in the {room}
      """,
    here: """
      how warm is it in here
      what's the temperature in here
      how many degrees is it in this room
      is it really as cold in here as it feels
      tell me how warm this room is
      ~ am i imagining it or is it cold in this room
      ~ how hot is it where i'm sitting
      ~ what's the thermometer at right here
      ~ is it me or is it warm in here
      """,
    whole: """
      what's the temperature
      what's the temperature in the house
      how warm is it indoors
      how warm is the house
      what's the inside temperature
      tell me the temperature at home
      ~ how toasty is the house right now
      ~ how many degrees have we got inside
      ~ what's it like indoors, warm or cold
      ~ give me the house temperature
      """)

  static let askHumidity = PhraseSet(
    named: """
      what's the humidity in the {room}
      how humid is the {room}
      is it damp in the {room}
      how dry is the air in the {room}
      tell me the {room} humidity
      {room} humidity please
      is the {room} too humid
      how moist is it in the {room}
      ~ is there a lot of moisture in the {room}
      ~ am i going to get mould in the {room}, how damp is it
      ~ how muggy is the {room}
      ~ would my plants like the air in the {room}, moisture i mean
      ~ will the washing ever dry in the {room}, how wet is the air
      """,
    here: """
      how humid is it in here
      what's the humidity in this room
      is it damp in here
      is the air dry in here
      my skin feels dry, what's the humidity here
      ~ feels clammy in here, how humid are we
      ~ how muggy is it in this room
      ~ how much moisture is in the air here
      """,
    whole: """
      what's the humidity
      how humid is it indoors
      what's the relative humidity in the house
      how humid is the house
      is the house too dry
      humidity level please
      tell me how humid it is
      ~ what's our moisture level
      ~ is the air at home dry
      ~ do we need a humidifier, how dry is it
      ~ how damp is this house
      ~ give me the humidity figure
      """)

  static let askAirQuality = PhraseSet(
    named: """
      how's the air in the {room}
      what's the air quality in the {room}
      is the air bad in the {room}
      what's the co2 in the {room}
      is it stuffy in the {room}
      how fresh is the air in the {room}
      {room} co2 level
      check the air in the {room}
      ~ does the {room} need airing
      ~ should i air out the {room}
      ~ is the {room} stale
      ~ is it healthy to breathe in the {room}
      ~ how many ppm in the {room}
      """,
    here: """
      how's the air in here
      is it stuffy in here
      what's the co2 level in this room
      is the air ok in here
      it smells stale, how is the air in here
      ~ i've got a headache, is it the air in here
      ~ should i open a window, air wise
      ~ are we running out of oxygen in here
      ~ how much carbon dioxide am i breathing
      """,
    whole: """
      how's the air quality
      what's the air like indoors
      what's the co2 level
      is the air in the house ok
      tell me the air quality
      how good is the indoor air
      is the air fresh at home
      ~ do we need to ventilate
      ~ is our air any good
      ~ how's the carbon dioxide in the house
      ~ are we breathing clean air in this house
      ~ when did it get so stuffy, what's the co2
      """)

  static let askEnergy = PhraseSet(
    named: "",
    here: "",
    whole: """
      how much power are we using
      how much electricity are we using right now
      what's our energy use today
      what's the power consumption
      how many watts is the house drawing
      how many kilowatt hours have we used
      what's the electricity meter say
      are we using a lot of power
      show me the energy consumption
      what's the current power draw
      how much energy did we use today
      tell me our electricity use
      energy usage please
      is the house using much electricity at the moment
      what are we burning through in power right now
      how high is our consumption
      how much electricity has gone today
      can you check the electricity use
      what load is on the house
      ~ is something big running, how much are we pulling
      ~ what's the damage on the electricity today
      ~ are we guzzling electricity
      ~ will the electric bill hurt, what have we used
      ~ how thirsty is the house right now, power wise
      ~ how fast is the meter spinning
      ~ what's the wattage
      ~ how many kilowatts
      ~ have we been good with electricity today
      ~ give me the juice figures
      ~ what are we consuming
      ~ how's our energy doing
      """)

  static let askOpenings = PhraseSet(
    named: """
      is the window open in the {room}
      is the {room} window open
      did i close the {room} window
      is the {room} window shut
      did somebody leave the {room} window open
      check the {room} window for me
      have i left the window open in the {room}
      is anything open in the {room}
      {room} window, open or closed
      ~ is there a draught from the {room}, window open
      ~ can rain get into the {room}
      ~ is the {room} all closed up
      ~ did anyone air the {room} and forget to shut it
      ~ will the cat get out through the {room}
      """,
    here: """
      is the window open in here
      is this window shut properly
      did i leave the window open here
      ~ there's a draught in here, is something open
      ~ is the window in this room closed all the way
      """,
    whole: """
      are any windows open
      is the front door closed
      did i leave a window open
      are all the windows shut
      is anything open in the house
      which windows are open
      have we left a door open
      are the windows closed
      is the house closed up
      ~ can i leave or is something still open
      ~ it's about to rain, anything open
      ~ is everything shut
      ~ are we letting the heat out somewhere
      ~ did we lock up, windows and all
      ~ do i have to go round and shut windows
      """)
}
