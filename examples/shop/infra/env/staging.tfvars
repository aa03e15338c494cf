environment   = "staging"
cidr          = "10.20.0.0/16"
ami           = "ami-0a1b2c3d4e5f60001"
instance_type = "t3.small"
orders_gib    = 20
