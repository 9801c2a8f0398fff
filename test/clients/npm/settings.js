// What a client needs to know comes as JSON in SETTINGS; what it saw goes out as
// one line of JSON.
exports.settings = JSON.parse(process.env.SETTINGS);
exports.print = (value) => console.log(JSON.stringify(value));
