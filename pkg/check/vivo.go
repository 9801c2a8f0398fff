package check

type vivoNames struct{ keys []string }

func (in *Input) vivoParams() vivoNames { return vivoNames{} }
