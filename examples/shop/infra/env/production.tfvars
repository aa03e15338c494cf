environment   = "production"
cidr          = "10.10.0.0/16"
ami           = "ami-0a1b2c3d4e5f60001"
instance_type = "m6i.large"
orders_gib    = 200
