module.exports = {
  transpileDependencies: []
}
